import { BinaryCursor } from '../formats/binary-cursor.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { damaged } from './damaged.ts';
import { readFlatIndex } from './flat-index.ts';
import { fourLetters } from './four-letters.ts';
import { readIndexHeader } from './index-header.ts';
import type { IndexLetters } from './index-letters.ts';
import { readInvertedCodes } from './read-inverted-codes.ts';
import { readInvertedFlat } from './read-inverted-flat.ts';
import type { VectorIndex } from './vector-index.ts';

/** Most indexes inside of each other. */
const MAX_DEPTH = 4;

type Read = (cursor: BinaryCursor, readNested: (cursor: BinaryCursor) => VectorIndex) => VectorIndex;

/** The letters that an index begins with → how it is read. */
const kinds: Readonly<Record<IndexLetters, Read>> = {
  IxF2: readFlatIndex,
  IxFI: readFlatIndex,
  IxFl: readFlatIndex,
  IwFl: readInvertedFlat,
  IwPQ: readInvertedCodes,
  IxMp: readIdMap,
  IxM2: readIdMap,
};

/**
 * Reads an index that Faiss's `write_index` wrote: flat, IVF flat, IVF PQ, and those with ids of their own (IDMap); L2 and inner product. Throws
 * `unsupported_model` for other kinds, by the letters that Faiss has for them, and `bad_model` for a damaged file, before anything is
 * allocated for sizes that it lies about. Source: Faiss's `impl/index_read.cpp`.
 */
export function readFaissIndex(bytes: Uint8Array): VectorIndex {
  const cursor = new BinaryCursor(bytes, damaged);
  const index = readAt(cursor, 0);
  if (cursor.left > 0) throw damaged(`has ${cursor.left} bytes behind its end`);
  return index;
}

function readAt(cursor: BinaryCursor, depth: number): VectorIndex {
  if (depth > MAX_DEPTH) throw damaged(`has more than ${MAX_DEPTH} indexes inside of each other`);
  const letters = fourLetters(cursor);
  const read = own<Read>(kinds, letters);
  if (read === undefined)
    throw new ScoringError(
      'unsupported_model',
      `Faiss indexes of the kind ${JSON.stringify(letters)} are not read natively; read are ${Object.keys(kinds).join(', ')}.`,
    );
  return read(cursor, (nested) => readAt(nested, depth + 1));
}

function readIdMap(cursor: BinaryCursor, readNested: (cursor: BinaryCursor) => VectorIndex): VectorIndex {
  const { dimension, count } = readIndexHeader(cursor);
  const index = readNested(cursor);
  const numbers = cursor.u64();
  if (numbers !== count || index.count !== count || index.dimension !== dimension || numbers > cursor.left / 8)
    throw damaged(`has ${numbers} ids for ${index.count} vectors`);
  const given = Array.from({ length: numbers }, cursor.i64);
  return {
    ...index,
    kind: `${index.kind} with ids`,
    search(row, k) {
      const { ids, distances } = index.search(row, k);
      return { ids: ids.map((id) => defined(given[id])), distances };
    },
  };
}
