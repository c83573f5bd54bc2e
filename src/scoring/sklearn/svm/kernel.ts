import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';

/** The kernel of the row that starts at `start` in `cells` with row `at` of the support vectors. */
export type Kernel = (cells: Float64Array, start: number, at: number) => number;

/** `kernel`, `_gamma` (0.22: also `gamma` as fitted), `degree`, `coef0` over these vectors. */
export function readKernel(fitted: Fitted, vectors: Coefficients): Kernel {
  const name = fitted.text('kernel');
  const { columns, values } = vectors;
  const dot: Kernel = (cells, start, at) => {
    let sum = 0;
    for (let column = 0, other = at * columns; column < columns; column++)
      sum += cells[start + column] * values[other + column];
    return sum;
  };
  if (name === 'linear') return dot;
  const gamma = fitted.number('_gamma');
  if (name === 'rbf') return (cells, start, at) => Math.exp(-gamma * squaredDistance(vectors, cells, start, at));
  const shift = fitted.number('coef0');
  if (name === 'sigmoid') return (cells, start, at) => Math.tanh(gamma * dot(cells, start, at) + shift);
  const degree = fitted.number('degree');
  if (name === 'poly') return (cells, start, at) => (gamma * dot(cells, start, at) + shift) ** degree;
  throw fitted.refuse(`its kernel is ${name}`);
}

function squaredDistance({ columns, values }: Coefficients, cells: Float64Array, start: number, at: number): number {
  let sum = 0;
  for (let column = 0, other = at * columns; column < columns; column++) {
    const difference = cells[start + column] - values[other + column];
    sum += difference * difference;
  }
  return sum;
}
