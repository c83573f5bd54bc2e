import type { Fitted } from '../fitted.ts';

/** The covariance of one row of cells with another. */
export type Covariance = (row: Float64Array, other: Float64Array) => number;

/** Kernels of `sklearn.gaussian_process.kernels` between different rows, where noise counts nothing. */
export function readCovariance(kernel: Fitted, depth = 0): Covariance {
  if (depth > 50) throw kernel.refuse('its kernel is nested too deep');
  const part = (name: string) => readCovariance(kernel.object(name), depth + 1);
  switch (kernel.className) {
    case 'Sum': {
      const [first, second] = [part('k1'), part('k2')];
      return (row, other) => first(row, other) + second(row, other);
    }
    case 'Product': {
      const [first, second] = [part('k1'), part('k2')];
      return (row, other) => first(row, other) * second(row, other);
    }
    case 'Exponentiation': {
      const [base, exponent] = [part('kernel'), kernel.number('exponent')];
      return (row, other) => base(row, other) ** exponent;
    }
    case 'ConstantKernel': {
      const value = kernel.number('constant_value');
      return () => value;
    }
    case 'WhiteKernel':
      return () => 0;
    case 'DotProduct': {
      const shift = kernel.number('sigma_0') ** 2;
      return (row, other) => {
        let dot = 0;
        for (let at = 0; at < row.length; at++) dot += row[at] * other[at];
        return dot + shift;
      };
    }
    default:
      return stationary(kernel);
  }
}

/** The variance of a row: its covariance with itself, where noise counts. */
export function readVariance(kernel: Fitted, depth = 0): (row: Float64Array) => number {
  if (depth > 50) throw kernel.refuse('its kernel is nested too deep');
  const part = (name: string) => readVariance(kernel.object(name), depth + 1);
  switch (kernel.className) {
    case 'Sum': {
      const [first, second] = [part('k1'), part('k2')];
      return (row) => first(row) + second(row);
    }
    case 'Product': {
      const [first, second] = [part('k1'), part('k2')];
      return (row) => first(row) * second(row);
    }
    case 'Exponentiation': {
      const [base, exponent] = [part('kernel'), kernel.number('exponent')];
      return (row) => base(row) ** exponent;
    }
    case 'WhiteKernel': {
      const noise = kernel.number('noise_level');
      return () => noise;
    }
    default: {
      const covariance = readCovariance(kernel, depth);
      return (row) => covariance(row, row);
    }
  }
}

/** Kernels of the distance only. */
function stationary(kernel: Fitted): Covariance {
  const scales = kernel.doubles('length_scale');
  const scaleOf = (column: number) => scales[scales.length === 1 ? 0 : column];
  const square = (row: Float64Array, other: Float64Array, isScaled: boolean) => {
    let sum = 0;
    for (let at = 0; at < row.length; at++) sum += ((row[at] - other[at]) / (isScaled ? scaleOf(at) : 1)) ** 2;
    return sum;
  };
  switch (kernel.className) {
    case 'RBF':
      return (row, other) => Math.exp(-0.5 * square(row, other, true));
    case 'Matern': {
      const shape = matern(kernel);
      return (row, other) => shape(Math.sqrt(square(row, other, true)));
    }
    case 'RationalQuadratic': {
      const alpha = kernel.number('alpha');
      return (row, other) => (1 + square(row, other, false) / (2 * alpha * scales[0] ** 2)) ** -alpha;
    }
    case 'ExpSineSquared': {
      const period = kernel.number('periodicity');
      return (row, other) =>
        Math.exp(-2 * (Math.sin((Math.PI / period) * Math.sqrt(square(row, other, false))) / scales[0]) ** 2);
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
