import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { damaged } from './damaged.ts';
import { fourLetters } from './four-letters.ts';

/** One list: the codes of its vectors, one behind the other, and their ids. */
export interface InvertedList {
  readonly codes: Uint8Array;
  readonly ids: Float64Array;
}

/** Source: `read_InvertedLists` in Faiss's `impl/index_read.cpp`. */
export function readInvertedLists(cursor: BinaryCursor, listCount: number, codeSize: number): readonly InvertedList[] {
  const letters = fourLetters(cursor);
  if (letters !== 'ilar')
    throw new ScoringError(
      'unsupported_model',
      `Faiss indexes whose lists are kept as "${letters}" are not read natively.`,
    );
  const [lists, bytes] = [cursor.u64(), cursor.u64()];
  if (lists !== listCount || bytes !== codeSize)
    throw damaged(`has ${lists} lists of codes of ${bytes} bytes instead of ${listCount} of ${codeSize}`);
  return readSizes(cursor, listCount).map((size) => {
    const codes = cursor.take(size * codeSize);
    const ids = cursor.take(size * 8);
    const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
    return { codes, ids: Float64Array.from({ length: size }, (_none, at) => Number(view.getBigInt64(at * 8, true))) };
  });
}

function readSizes(cursor: BinaryCursor, listCount: number): number[] {
  const letters = fourLetters(cursor);
  const numbers = cursor.u64();
  if (numbers > cursor.left / 8) throw damaged(`claims the sizes of ${numbers} lists`);
  const given = Array.from({ length: numbers }, cursor.u64);
  if (letters === 'full' && numbers === listCount) return given;
  if (letters !== 'sprs' || numbers % 2 !== 0)
    throw damaged(`has ${numbers} sizes, "${letters}", for ${listCount} lists`);
  const sizes = Array.from({ length: listCount }, () => 0);
  for (let at = 0; at < numbers; at += 2) {
    const list = defined(given[at]);
    if (list >= listCount) throw damaged(`has a size of list ${list} among ${listCount}`);
    sizes[list] = defined(given[at + 1]);
  }
  return sizes;
}
