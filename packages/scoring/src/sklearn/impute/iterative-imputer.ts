import { selectColumns } from '../../frame/select-columns.ts';
import { joinColumns, type Matrix, newMatrix, sliceRows, type Table, toMatrix } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { numericPredict } from '../response.ts';
import { readIndicator, readMissing } from './missing-indicator.ts';

/** One step: the missing cells of a column from other columns. */
interface Step {
  readonly column: number;
  readonly others: Int32Array;
  readonly predict: (table: Table) => Matrix;
  readonly least: number;
  readonly most: number;
}

/**
 * IterativeImputer: missing cells are filled by a simple imputer, then again and again by the regressors that were fitted in
 * each round, kept between the smallest and the largest valid value. Source: `IterativeImputer.transform`.
 */
export function readIterativeImputer(fitted: Fitted): Estimator {
  if (fitted.flag('sample_posterior', false)) throw fitted.refuse('it draws from the posterior at random');
  const initial = fitted.estimator('initial_imputer_').transform;
  if (initial === undefined) throw fitted.unknown('initial_imputer_', 'an imputer');
  const { isMissing, allowed } = readMissing(fitted);
  const steps = fitted.number('n_iter_') === 0 ? [] : readSteps(fitted);
  const indicator = fitted.has('indicator_') ? readIndicator(fitted.object('indicator_')) : undefined;
  const kept = readKept(fitted);
  const transform = (table: Table): Table => {
    const matrix = finiteMatrix(table, fitted, allowed);
    const start = toMatrix(initial(matrix));
    const given = kept === undefined ? matrix : (selectColumns(matrix, kept) as Matrix);
    const filled = newMatrix(start.rows, start.columns, start.values.slice());
    const gaps = Uint8Array.from(given.values, (value) => (isMissing(value) ? 1 : 0));
    for (const step of steps) fill(filled, gaps, step);
    return indicator === undefined ? filled : joinColumns([filled, indicator(matrix)], matrix.rows);
  };
  return { transform };
}

/** Columns never seen filled go, unless they are kept. */
function readKept(fitted: Fitted): number[] | undefined {
  if (!fitted.has('_is_empty_feature') || fitted.flag('keep_empty_features', false)) return undefined;
  const isEmpty = fitted.doubles('_is_empty_feature');
  const kept = Array.from(isEmpty.keys()).filter((column) => isEmpty[column] === 0);
  return kept.length === isEmpty.length ? undefined : kept;
}

function readSteps(fitted: Fitted): Step[] {
  const [least, most] = [limits(fitted, '_min_value'), limits(fitted, '_max_value')];
  return fitted.list('imputation_sequence_').map((item) => {
    const parts =
      item instanceof PickleTuple ? item.items : item instanceof PickleObject ? item.constructorArguments : [];
    const [column, others, estimator] = parts.length === 1 && parts[0] instanceof PickleTuple ? parts[0].items : parts;
    if (typeof column !== 'number' || !(others instanceof NdArray))
      throw fitted.unknown('imputation_sequence_', 'columns and estimators');
    const predict = numericPredict(fitted.estimatorOf(estimator, 'imputation_sequence_'), fitted);
    return {
      column,
      others: fitted.integers(others, 'imputation_sequence_'),
      predict,
      least: least[column] ?? -Infinity,
      most: most[column] ?? Infinity,
    };
  });
}

function limits(fitted: Fitted, name: string): Float64Array {
  return fitted.has(name) ? fitted.doubles(name) : new Float64Array(0);
}

function fill(matrix: Matrix, gaps: Uint8Array, { column, others, predict, least, most }: Step): void {
  const { columns, rows, values } = matrix;
  const missing: number[] = [];
  for (let row = 0; row < rows; row++) if (gaps[row * columns + column] === 1) missing.push(row);
  if (missing.length === 0) return;
  const input = selectColumns(matrix, others) as Matrix;
  const width = others.length;
  const own = newMatrix(missing.length, width);
  missing.forEach((row, at) => own.values.set((sliceRows(input, row, row + 1) as Matrix).values, at * width));
  const answers = predict(own).values;
  missing.forEach((row, at) => (values[row * columns + column] = Math.min(most, Math.max(least, answers[at]))));
}
