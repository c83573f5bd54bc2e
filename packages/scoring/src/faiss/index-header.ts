import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { ScoringError } from '../scoring-error.ts';
import { damaged } from './damaged.ts';
import type { Metric } from './vector-index.ts';

/** What every index begins with, behind the four letters of its kind. */
export interface IndexHeader {
  readonly dimension: number;
  readonly count: number;
  readonly metric: Metric;
}

/** Most numbers of a vector: far more than anybody's. */
const MAX_DIMENSION = 1_000_000;

/** Source: `read_index_header` in Faiss's `impl/index_read.cpp`. */
export function readIndexHeader(cursor: BinaryCursor): IndexHeader {
  const [dimension, count] = [cursor.i32(), cursor.i64()];
  cursor.take(16); // two numbers that are not used
  const isTrained = cursor.u8() !== 0;
  const metric = cursor.i32();
  if (!(dimension > 0 && dimension <= MAX_DIMENSION && count >= 0))
    throw damaged(`claims ${count} vectors of ${dimension} numbers`);
  if (!isTrained) throw damaged('was not trained');
  if (metric === 0) return { dimension, count, metric: 'inner product' };
  if (metric === 1) return { dimension, count, metric: 'L2' };
  throw new ScoringError(
    'unsupported_model',
    `Faiss indexes with metric ${metric} are not read natively, L2 and inner product are.`,
  );
}
