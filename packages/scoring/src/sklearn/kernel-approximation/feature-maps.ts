import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';

/** Distances of the samples that AdditiveChi2Sampler takes where none is given, by their number. Source: its documentation. */
const intervals: Readonly<Record<number, number>> = { 1: 0.8, 2: 0.5, 3: 0.4 };

/** SkewedChi2Sampler: cosines of random projections of logarithms. */
export function readSkewedChi2Sampler(fitted: Fitted): Estimator {
  const weights = fitted.matrix('random_weights_');
  const offsets = fitted.doubles('random_offset_');
  const skewedness = fitted.number('skewedness');
  const width = weights.columns;
  const scale = Math.sqrt(2) / Math.sqrt(width);
  const transform = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    assertOver(matrix, -skewedness, fitted);
    const { rows, columns, values } = matrix;
    const answer = newMatrix(rows, width);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, out] = [Math.floor(at / width), at % width];
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += Math.log(values[row * columns + column] + skewedness) * weights.values[column * width + out];
      answer.values[at] = Math.cos(sum + offsets[out]) * scale;
    }
    return answer;
  };
  return { transform };
}

/** AdditiveChi2Sampler: of each column a root, then cosines and sines of its logarithm, block after block. */
export function readAdditiveChi2Sampler(fitted: Fitted): Estimator {
  const steps = fitted.number('sample_steps');
  const name = fitted.has('sample_interval_') ? 'sample_interval_' : 'sample_interval';
  const interval = fitted.number(name, intervals[steps]);
  if (!(interval > 0)) throw fitted.unknown(name, 'a distance');
  const transform = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    assertOver(matrix, -Number.MIN_VALUE, fitted);
    const { rows, columns, values } = matrix;
    const width = columns * (2 * steps - 1);
    const answer = newMatrix(rows, width);
    values.forEach((x, at) => {
      if (x === 0) return;
      const cells = answer.values.subarray(Math.floor(at / columns) * width + (at % columns));
      cells[0] = Math.sqrt(x * interval);
      for (let step = 1; step < steps; step++) {
        const factor = Math.sqrt((2 * x * interval) / Math.cosh(Math.PI * step * interval));
        cells[(2 * step - 1) * columns] = factor * Math.cos(step * interval * Math.log(x));
        cells[2 * step * columns] = factor * Math.sin(step * interval * Math.log(x));
      }
    });
    return answer;
  };
  return { transform };
}

/** PolynomialCountSketch: the circular convolution of `degree` sketches of a row, each by random places and signs. */
export function readPolynomialCountSketch(fitted: Fitted): Estimator {
  const places = fitted.matrix('indexHash_');
  const signs = fitted.matrix('bitHash_');
  const width = fitted.number('n_components');
  const gamma = Math.sqrt(fitted.number('gamma'));
  const constant = Math.sqrt(fitted.number('coef0'));
  if (places.values.some((place) => !(place >= 0 && place < width)) || signs.columns !== places.columns)
    throw fitted.unknown('indexHash_', 'places of components');
  // Convolving with it changes nothing.
  const one = Float64Array.from({ length: width }, (_none, at) => (at === 0 ? 1 : 0));
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, width);
    for (let row = 0; row < rows; row++) {
      const sketches = Array.from({ length: places.rows }, (_none, degree) => {
        const sketch = new Float64Array(width);
        for (let at = 0; at < places.columns; at++) {
          const x = at < columns ? gamma * values[row * columns + at] : constant;
          sketch[places.values[degree * places.columns + at]] += signs.values[degree * places.columns + at] * x;
        }
        return sketch;
      });
      answer.values.set(sketches.reduce<Float64Array>(convolve, one), row * width);
    }
    return answer;
  };
  return { transform };
}

/** Circular convolution, which scikit-learn takes by Fourier transforms. */
function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const n = a.length;
  const answer = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (a[i] === 0) continue;
    for (let j = 0; j < n; j++) answer[(i + j) % n] += a[i] * b[j];
  }
  return answer;
}

function assertOver({ columns, values }: Matrix, limit: number, fitted: Fitted): void {
  const at = values.findIndex((value) => value <= limit);
  if (at < 0) return;
  const [row, column, value] = [Math.floor(at / columns), at % columns, values[at]];
  throw new ScoringError(
    'invalid_value',
    `Row ${row + 1}, column ${column}: ${value} is too small for ${fitted.className}.`,
    { row, column, value },
  );
}
