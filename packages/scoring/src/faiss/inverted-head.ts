import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';
import type { FlatIndex } from './flat-index.ts';
import { type IndexHeader, readIndexHeader } from './index-header.ts';
import { type InvertedList, readInvertedLists } from './inverted-lists.ts';
import type { VectorIndex } from './vector-index.ts';

/** What an index of inverted lists begins with. */
export interface InvertedHead extends IndexHeader {
  readonly lists: number;
  /** How many lists are looked at for a row. */
  readonly probes: number;
  /** The middle of each list. */
  readonly middles: FlatIndex;
}

/** Reads an index that is nested in another. */
export type ReadNested = (cursor: BinaryCursor) => VectorIndex;

/** Source: `read_ivf_header` in Faiss's `impl/index_read.cpp`. */
export function readInvertedHead(cursor: BinaryCursor, readNested: ReadNested): InvertedHead {
  const header = readIndexHeader(cursor);
  const [lists, probes] = [cursor.u64(), cursor.u64()];
  const middles = readNested(cursor);
  if (!isFlat(middles)) throw damaged(`finds its lists by an index of the kind ${middles.kind}; read is flat`);
  if (middles.dimension !== header.dimension || middles.count !== lists || !(probes > 0))
    throw damaged(`has ${lists} lists with ${middles.count} middles, and looks at ${probes}`);
  skipDirectMap(cursor);
  return { ...header, lists, probes: Math.min(probes, lists), middles };
}

const isFlat = (index: VectorIndex): index is FlatIndex => 'vectors' in index;

/** Where each vector is, which searching does not need. */
function skipDirectMap(cursor: BinaryCursor): void {
  const kind = cursor.u8();
  cursor.take(cursor.u64() * 8);
  if (kind === 2) cursor.take(cursor.u64() * 16);
}

/** The lists behind the head. Throws `bad_model` unless they have as many vectors as the head says. */
export function readListsOf(cursor: BinaryCursor, head: InvertedHead, codeSize: number): readonly InvertedList[] {
  const lists = readInvertedLists(cursor, head.lists, codeSize);
  const found = lists.reduce((sum, { ids }) => sum + ids.length, 0);
  if (found !== head.count) throw damaged(`has ${found} vectors in its lists and says ${head.count}`);
  return lists;
}
