import type { Fitted } from '../fitted.ts';

/** The covariance of a row (from `start` in `cells`) with a training row (from `other` in `rows`). */
export type Covariance = (cells: Float64Array, start: number, rows: Float64Array, other: number) => number;

/** Kernels of `sklearn.gaussian_process.kernels` between different rows, where noise counts nothing. */
export function readCovariance(kernel: Fitted, columns: number, depth = 0): Covariance {
  if (depth > 50) throw kernel.refuse('its kernel is nested too deep');
  const part = (name: string) => readCovariance(kernel.object(name), columns, depth + 1);
  switch (kernel.className) {
    case 'Sum': {
      const [first, second] = [part('k1'), part('k2')];
      return (...rows) => first(...rows) + second(...rows);
    }
    case 'Product': {
      const [first, second] = [part('k1'), part('k2')];
      return (...rows) => first(...rows) * second(...rows);
    }
    case 'Exponentiation': {
      const [base, exponent] = [part('kernel'), kernel.number('exponent')];
      return (...rows) => base(...rows) ** exponent;
    }
    case 'ConstantKernel': {
      const value = kernel.number('constant_value');
      return () => value;
    }
    case 'WhiteKernel':
      return () => 0;
    case 'DotProduct': {
      const shift = kernel.number('sigma_0') ** 2;
      return (cells, start, rows, other) => {
        let dot = 0;
        for (let at = 0; at < columns; at++) dot += cells[start + at] * rows[other + at];
        return dot + shift;
      };
    }
    default:
      return stationary(kernel, columns);
  }
}

/** The variance of a row: its covariance with itself, where noise counts. */
export function readVariance(
  kernel: Fitted,
  columns: number,
  depth = 0,
): (cells: Float64Array, start: number) => number {
  if (depth > 50) throw kernel.refuse('its kernel is nested too deep');
  const part = (name: string) => readVariance(kernel.object(name), columns, depth + 1);
  switch (kernel.className) {
    case 'Sum': {
      const [first, second] = [part('k1'), part('k2')];
      return (...row) => first(...row) + second(...row);
    }
    case 'Product': {
      const [first, second] = [part('k1'), part('k2')];
      return (...row) => first(...row) * second(...row);
    }
    case 'Exponentiation': {
      const [base, exponent] = [part('kernel'), kernel.number('exponent')];
      return (...row) => base(...row) ** exponent;
    }
    case 'WhiteKernel': {
      const noise = kernel.number('noise_level');
      return () => noise;
    }
    default: {
      const covariance = readCovariance(kernel, columns, depth);
      return (cells, start) => covariance(cells, start, cells, start);
    }
  }
}

/** Kernels of the distance only. */
function stationary(kernel: Fitted, columns: number): Covariance {
  const scales = kernel.doubles('length_scale');
  const scaleOf = (column: number) => scales[scales.length === 1 ? 0 : column];
  const square = (cells: Float64Array, start: number, rows: Float64Array, other: number, isScaled: boolean) => {
    let sum = 0;
    for (let at = 0; at < columns; at++)
      sum += ((cells[start + at] - rows[other + at]) / (isScaled ? scaleOf(at) : 1)) ** 2;
    return sum;
  };
  switch (kernel.className) {
    case 'RBF':
      return (...rows) => Math.exp(-0.5 * square(...rows, true));
    case 'Matern': {
      const shape = matern(kernel);
      return (...rows) => shape(Math.sqrt(square(...rows, true)));
    }
    case 'RationalQuadratic': {
      const alpha = kernel.number('alpha');
      return (...rows) => (1 + square(...rows, false) / (2 * alpha * scales[0] ** 2)) ** -alpha;
    }
    case 'ExpSineSquared': {
      const period = kernel.number('periodicity');
      return (...rows) =>
        Math.exp(-2 * (Math.sin((Math.PI / period) * Math.sqrt(square(...rows, false))) / scales[0]) ** 2);
    }
    default:
      throw kernel.refuse('the kernel is not known');
  }
}

/** The Matern kernels without Bessel functions. */
function matern(kernel: Fitted): (distance: number) => number {
  const nu = kernel.number('nu');
  if (nu === 0.5) return (d) => Math.exp(-d);
  if (nu === 1.5) return (d) => (1 + d * Math.sqrt(3)) * Math.exp(-d * Math.sqrt(3));
  if (nu === 2.5) return (d) => (1 + d * Math.sqrt(5) + (5 * d * d) / 3) * Math.exp(-d * Math.sqrt(5));
  if (nu === Infinity) return (d) => Math.exp((-d * d) / 2);
  throw kernel.refuse(`nu is ${nu}; 0.5, 1.5, 2.5 and inf are known`);
}
