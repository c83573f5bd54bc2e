import type { CellStep } from '../kernels/linear/dense-steps.ts';

/** The parameters of scikit-learn's named kernels. */
export interface KernelParameters {
  readonly gamma: number;
  readonly shift: number;
  readonly degree: number;
}

/** A kernel: of the products or the squared distances of rows and points, each by itself. */
export interface Kernel {
  readonly of: 'products' | 'squares';
  readonly steps: readonly CellStep[];
}

/**
 * `linear`, `rbf`, `poly` (`polynomial`) and `sigmoid`; undefined for any other name. Source: `sklearn.metrics.pairwise`,
 * libsvm's `Kernel::k_function`.
 */
export function kernelOf(name: string, { gamma, shift, degree }: KernelParameters): Kernel | undefined {
  switch (name) {
    case 'linear':
      return { of: 'products', steps: [] };
    case 'rbf':
      return { of: 'squares', steps: [{ kind: 'exp', factor: -gamma }] };
    case 'poly':
    case 'polynomial':
      return { of: 'products', steps: [{ kind: 'map', map: (dot) => (gamma * dot + shift) ** degree }] };
    case 'sigmoid':
      return { of: 'products', steps: [{ kind: 'map', map: (dot) => Math.tanh(gamma * dot + shift) }] };
    default:
      return undefined;
  }
}
