import type { ScoringError } from '../scoring-error.ts';
import type { Column } from './column.ts';
import type { Schema } from './schema.ts';

/** Why a row has no answer: dropped by a `skip` mode, or failed. */
export type Rejection = { readonly kind: 'skipped' } | { readonly kind: 'failed'; readonly error: ScoringError };

/**
 * Typed columns of equal length: the currency inside scoring. Immutable; a scorer returns a new frame, whose columns
 * may be buffers that the scorer uses again, so read (or encode) a frame before you score the next one.
 */
export interface Frame {
  readonly schema: Schema;
  /** One for each field of the schema, in its order. */
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** Rows without an answer, by row number; their cells hold no meaning. Absent when all rows have one. */
  readonly rejections?: ReadonlyMap<number, Rejection>;
  /**
   * What the rows were read from, where it matters: positions that a sparse row lacks are missing if it was libsvm or RecordIO, else
   * zeros; and containers word their answers by it.
   */
  readonly origin?: 'csv' | 'json' | 'jsonlines' | 'libsvm' | 'npy' | 'recordio-protobuf' | undefined;
}
