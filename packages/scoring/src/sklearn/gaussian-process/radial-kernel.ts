import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';

/** The kernel that most models have, as steps for many rows at a time: a constant times RBF, with noise or without. */
export interface RadialKernel {
  /** What columns are divided by before the steps: one number for each, or one for all. */
  readonly scales: Float64Array;
  readonly steps: readonly DenseStep[];
}

/** Undefined for any other kernel. Source: `RBF.__call__` of `sklearn.gaussian_process.kernels`. */
export function readRadialKernel(kernel: Fitted, training: Coefficients, depth = 0): RadialKernel | undefined {
  if (depth > 8) return undefined;
  const part = (name: string) => kernel.object(name);
  if (kernel.className === 'RBF') return radialSteps(kernel.doubles('length_scale'), training);
  if (kernel.className !== 'Sum' && kernel.className !== 'Product') return undefined;
  // Noise counts nothing between different rows; a constant is a factor.
  const other = kernel.className === 'Sum' ? 'WhiteKernel' : 'ConstantKernel';
  const parts = [part('k1'), part('k2')];
  const [only, ...others] = parts.filter(({ className }) => className !== other);
  if (only === undefined || others.length > 0) return undefined;
  const radial = readRadialKernel(only, training, depth + 1);
  if (radial === undefined || other === 'WhiteKernel') return radial;
  const constant = parts.find(({ className }) => className === other)?.number('constant_value') ?? 1;
  return { ...radial, steps: [...radial.steps, { kind: 'map', map: (value) => constant * value }] };
}

function radialSteps(scales: Float64Array, { rows, columns, values }: Coefficients): RadialKernel | undefined {
  if (scales.length !== 1 && scales.length !== columns) return undefined;
  return {
    scales,
    steps: [
      { kind: 'distances', inputs: columns, outputs: rows, weights: divideColumns(values, columns, scales) },
      { kind: 'exp', factor: -0.5 },
    ],
  };
}

/** Each cell over the scale of its column. */
export function divideColumns(values: Float64Array, columns: number, scales: Float64Array): Float64Array {
  return values.map((value, at) => value / scales[scales.length === 1 ? 0 : at % columns]);
}
