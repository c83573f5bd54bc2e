import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';
import { readIndexHeader } from './index-header.ts';
import { Nearest } from './nearest.ts';
import { measures, type VectorIndex } from './vector-index.ts';

/** Vectors as they are, all of which are looked at. */
export interface FlatIndex extends VectorIndex {
  /** Row by row. */
  readonly vectors: Float32Array;
}

/** Source: `IxF2`, `IxFI` and `IxFl` in Faiss's `impl/index_read.cpp`. */
export function readFlatIndex(cursor: BinaryCursor): FlatIndex {
  const { dimension, count, metric } = readIndexHeader(cursor);
  const numbers = cursor.u64();
  if (numbers !== count * dimension) throw damaged(`has ${numbers} numbers for ${count} vectors of ${dimension}`);
  const vectors = cursor.floats(numbers);
  const measure = measures[metric];
  return {
    kind: 'flat',
    dimension,
    count,
    metric,
    vectors,
    search(row, k) {
      const nearest = new Nearest(metric, k);
      for (let place = 0; place < count; place++) nearest.offer(measure(row, vectors, place), place);
      return nearest.neighbors();
    },
  };
}
