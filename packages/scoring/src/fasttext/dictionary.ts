import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';
import { damaged } from './damaged.ts';

/** Least bytes of an entry: the end of its text, its count, its type. */
const LEAST_ENTRY = 10;

/** The words and labels of a model. Texts are keys of one character a byte, since fastText knows bytes only. */
export interface Dictionary {
  /** Word or label → its place; labels stand behind the words. */
  readonly places: ReadonlyMap<string, number>;
  readonly wordCount: number;
  /** Bytes of each label. */
  readonly labels: readonly Uint8Array[];
  /** How often each label was seen; of a model without labels, each word. */
  readonly counts: readonly number[];
  /** N-gram's place → the row that it kept, of a model that was pruned; undefined where all were kept. */
  readonly kept: ReadonlyMap<number, number> | undefined;
}

/** Source: `Dictionary::load` in fastText's `src/dictionary.cc`. */
export function readDictionary(cursor: BinaryCursor): Dictionary {
  const [size, wordCount, labelCount] = [cursor.i32(), cursor.i32(), cursor.i32()];
  cursor.i64(); // tokens seen
  const keptCount = cursor.i64();
  if (!(wordCount >= 0 && labelCount >= 0 && wordCount + labelCount === size) || size > cursor.left / LEAST_ENTRY)
    throw damaged(`claims ${size} entries, ${wordCount} words and ${labelCount} labels`);
  const places = new Map<string, number>();
  const labels: Uint8Array[] = [];
  const counts: number[] = [];
  for (let place = 0; place < size; place++) {
    const text = cursor.untilZero();
    const [count, type] = [cursor.i64(), cursor.u8()];
    const isLabel = place >= wordCount;
    if (type !== (isLabel ? 1 : 0))
      throw damaged(`has an entry ${place} of type ${type} among its ${isLabel ? 'labels' : 'words'}`);
    places.set(decodeLatin1(text), place);
    if (isLabel) labels.push(text);
    if (isLabel || labelCount === 0) counts.push(count);
  }
  return { places, wordCount, labels, counts, kept: readKept(cursor, keptCount) };
}

function readKept(cursor: BinaryCursor, count: number): ReadonlyMap<number, number> | undefined {
  if (count < 0) return undefined;
  if (count > cursor.left / 8) throw damaged(`claims ${count} n-grams that were kept`);
  return new Map(Array.from({ length: count }, () => [cursor.i32(), cursor.i32()] as const));
}
