import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** A transformer that maps each cell by itself. */
export function mapColumns(fitted: Fitted, map: (x: number, column: number) => number): Estimator {
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted, 'missing');
    const answer = new Float64Array(values.length);
    for (let at = 0; at < values.length; at++) answer[at] = map(values[at], at % columns);
    return newMatrix(rows, columns, answer);
  };
  return { transform };
}
