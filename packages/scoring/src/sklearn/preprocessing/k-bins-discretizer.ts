import { newMatrix, type Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/**
 * KBinsDiscretizer: the number of the bin between fitted edges, as a number or one-hot.
 * Before release 1.1 a value a hair below an edge (1e-8 absolute, 1e-5 relative) counted as on it. With `dtype` float32, cells
 * are rounded before they are compared.
 */
export function readKBinsDiscretizer(fitted: Fitted): Estimator {
  const edges = fitted.list('bin_edges_').map((item) => {
    if (!(item instanceof NdArray)) throw fitted.unknown('bin_edges_', 'a list of arrays');
    return item.doubles();
  });
  const isTolerant = !fitted.atLeast(1, 1);
  const round = fitted.path('dtype') === 'numpy.float32' ? Math.fround : (x: number) => x;
  const binOf = (cell: number, column: number): number => {
    const inner = edges[column];
    const x = round(cell);
    const value = isTolerant ? round(x + round(1e-8 + round(1e-5 * Math.abs(x)))) : x;
    let bin = 0;
    while (bin + 2 < inner.length && inner[bin + 1] <= value) bin++;
    return bin;
  };
  if (fitted.text('encode', 'onehot') === 'ordinal') {
    return {
      transform: (table) => {
        const { rows, columns, values } = finiteMatrix(table, fitted);
        return newMatrix(
          rows,
          columns,
          values.map((x, at) => binOf(x, at % columns)),
        );
      },
    };
  }
  const starts = [0];
  for (const inner of edges) starts.push(starts[starts.length - 1] + Math.max(1, inner.length - 1));
  const width = starts[starts.length - 1];
  fitted.declareWidth(width);
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, width);
    values.forEach((x, at) => {
      const column = at % columns;
      answer.values[Math.floor(at / columns) * width + starts[column] + binOf(x, column)] = 1;
    });
    return answer;
  };
  return { transform };
}
