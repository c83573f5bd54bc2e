import type { DenseStep } from '../kernels/linear/dense-steps.ts';
import type { Coefficients } from './coefficients.ts';

/** The parameters of scikit-learn's named kernels. */
export interface KernelParameters {
  readonly gamma: number;
  readonly shift: number;
  readonly degree: number;
}

/**
 * The kernel of each row with each of the vectors, as steps: `linear`, `rbf`, `poly` (`polynomial`) and `sigmoid`; undefined
 * for any other name. Source: `sklearn.metrics.pairwise`, libsvm's `Kernel::k_function`.
 */
export function kernelSteps(
  name: string,
  { gamma, shift, degree }: KernelParameters,
  { rows, columns, values }: Coefficients,
): readonly DenseStep[] | undefined {
  const size = { inputs: columns, outputs: rows, weights: values };
  const dots: DenseStep = { kind: 'affine', ...size, biases: new Float64Array(rows) };
  switch (name) {
    case 'linear':
      return [dots];
    case 'rbf':
      return [
        { kind: 'distances', ...size },
        { kind: 'exp', factor: -gamma },
      ];
    case 'poly':
    case 'polynomial':
      return [dots, { kind: 'map', map: (dot) => (gamma * dot + shift) ** degree }];
    case 'sigmoid':
      return [dots, { kind: 'map', map: (dot) => Math.tanh(gamma * dot + shift) }];
    default:
      return undefined;
  }
}
