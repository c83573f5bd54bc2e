import type { DenseRows, FeatureRows as InnerRows, SparseRows as InnerSparse } from '../frame/feature-rows.ts';

/** Rows of numbers to predict. NaN is a missing cell. */
export type FeatureRows = DenseRows | SparseRows;

/** Rows that name the positions they have. */
export interface SparseRows {
  readonly kind: 'sparse';
  /** Row `i` owns the entries `starts[i] .. starts[i + 1])`. Of two entries at one position the later one counts. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array | Float64Array;
  readonly rowCount: number;
  readonly columnCount: number;
  /**
   * What the positions are that a row lacks: `'missing'` as in libsvm's files to XGBoost, 0 as in the vectors of Spark and MLeap.
   * The two are different answers, so there is no default.
   */
  readonly absent: 0 | 'missing';
}

/** As the predictors take them: without `absent`, positions that are not there are missing. */
export function toInnerRows(rows: FeatureRows): InnerRows {
  if (rows.kind === 'dense') return rows;
  const { kind, starts, indices, values, rowCount, columnCount } = rows;
  const plain: InnerSparse = { kind, starts, indices, values, rowCount, columnCount };
  return rows.absent === 0 ? { ...plain, absent: 0 } : plain;
}

/** Rows that the library itself made, for a predictor that takes those of a caller. */
export function fromInnerRows(rows: InnerRows): FeatureRows {
  return rows.kind === 'dense' ? rows : { ...rows, absent: rows.absent ?? 'missing' };
}
