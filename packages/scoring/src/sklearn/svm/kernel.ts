import type { Fitted } from '../fitted.ts';
import { type Kernel, kernelOf } from '../kernel.ts';

/** `kernel`, `_gamma` (0.22: also `gamma` as fitted), `degree`, `coef0`. */
export function readKernel(fitted: Fitted): Kernel {
  const name = fitted.text('kernel');
  const gamma = name === 'linear' ? 1 : fitted.number('_gamma');
  const shift = name === 'linear' || name === 'rbf' ? 0 : fitted.number('coef0');
  const degree = name === 'poly' ? fitted.number('degree') : 1;
  const kernel = kernelOf(name, { gamma, shift, degree });
  if (kernel === undefined) throw fitted.refuse(`its kernel is ${name}`);
  return kernel;
}
