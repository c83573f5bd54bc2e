import type { DenseRows, FeatureRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { newMatrix, selectColumns, type Table, toMatrix } from '../sklearn/table.ts';
import type { ModelInput, ModelMethod } from './model-file.ts';

/** Most cells that sparse rows may take when a model wants them dense (1 GiB). */
const MAX_CELLS = 2 ** 27;

/**
 * The input as a booster takes it. Columns with names are put into the model's order; if all of its names are not there,
 * they are taken as they come, as long as none of them is the model's. Throws `missing_column` or `wrong_type`.
 */
export function featureRowsOf(input: ModelInput, columnNames: readonly string[] | undefined): FeatureRows {
  return input.kind === 'sparse' ? input : denseRowsOf(input, columnNames);
}

/**
 * The same, dense, up to `width` columns. Absent positions of sparse rows are `absent`: 0 to the libsvm readers of
 * scikit-learn, LightGBM and CatBoost; only XGBoost takes them for missing.
 */
export function denseFeaturesOf(
  input: ModelInput,
  columnNames: readonly string[] | undefined,
  width: number,
  absent = 0,
): DenseRows {
  if (input.kind !== 'sparse') return denseRowsOf(input, columnNames);
  const columnCount = Math.max(width, input.columnCount);
  if (input.rowCount * columnCount > MAX_CELLS) {
    throw new ScoringError('wrong_size', `${input.rowCount} rows of ${columnCount} columns are too many at once.`);
  }
  const values = new Float64Array(input.rowCount * columnCount).fill(absent);
  for (let row = 0; row < input.rowCount; row++) {
    for (let at = input.starts[row]; at < input.starts[row + 1]; at++)
      values[row * columnCount + input.indices[at]] = input.values[at];
  }
  return { kind: 'dense', values, rowCount: input.rowCount, columnCount };
}

/** A booster's row-major answer as a table. */
export function tableOf(values: ArrayLike<number>, rowCount: number): Table {
  return newMatrix(rowCount, rowCount === 0 ? 0 : values.length / rowCount, Float64Array.from(values));
}

export function noMethod(library: string, method: ModelMethod, methods: readonly ModelMethod[]): ScoringError {
  return new ScoringError(
    'unsupported_model',
    `The ${library} model has no method ${method}; it has ${methods.join(', ')}.`,
  );
}

function denseRowsOf(table: Table, columnNames: readonly string[] | undefined): DenseRows {
  const { values, rows, columns } = toMatrix(arrange(table, columnNames));
  return { kind: 'dense', values, rowCount: rows, columnCount: columns };
}

function arrange(table: Table, wanted: readonly string[] | undefined): Table {
  const { names } = table;
  if (names === undefined || wanted === undefined || !wanted.some((name) => names.includes(name))) return table;
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new ScoringError('missing_column', `The input lacks the column "${missing}".`, { column: missing });
  return selectColumns(
    table,
    wanted.map((name) => names.indexOf(name)),
  );
}
