import { type DenseRows, withAllCells } from '../frame/feature-rows.ts';
import { newMatrix, type Table } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';
import { denseRows } from '../sklearn/boosters/dense-rows.ts';
import type { ModelInput } from './model-file.ts';

/** Most cells that sparse rows may take when a model wants them dense (1 GiB). */
const MAX_CELLS = 2 ** 27;

/**
 * The input as a booster takes it that needs dense rows, of at least `width` columns if they were sparse. Absent positions of
 * sparse rows are `absent`: 0 to the libsvm readers of scikit-learn, LightGBM and CatBoost; only XGBoost takes them for missing.
 */
export function denseFeaturesOf(input: ModelInput, width: number, absent = 0): DenseRows {
  if (input.kind !== 'sparse') return denseRows(input);
  const columnCount = Math.max(width, input.columnCount);
  if (input.rowCount * columnCount > MAX_CELLS) {
    throw new ScoringError('wrong_size', `${input.rowCount} rows of ${columnCount} columns are too many at once.`);
  }
  return withAllCells(input, columnCount, absent);
}

/** A booster's row-major answer as a table. */
export function tableOf(values: ArrayLike<number>, rowCount: number): Table {
  return newMatrix(rowCount, rowCount === 0 ? 0 : values.length / rowCount, Float64Array.from(values));
}
