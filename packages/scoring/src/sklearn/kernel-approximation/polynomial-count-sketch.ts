import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

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
