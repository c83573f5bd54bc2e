import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import { kernelSteps } from '../kernel-steps.ts';

/** `kernel`, `_gamma` (0.22: also `gamma` as fitted), `degree`, `coef0` over these vectors. */
export function readKernel(fitted: Fitted, vectors: Coefficients): readonly DenseStep[] {
  const name = fitted.text('kernel');
  const gamma = name === 'linear' ? 1 : fitted.number('_gamma');
  const shift = name === 'linear' || name === 'rbf' ? 0 : fitted.number('coef0');
  const degree = name === 'poly' ? fitted.number('degree') : 1;
  const steps = kernelSteps(name, { gamma, shift, degree }, vectors);
  if (steps === undefined) throw fitted.refuse(`its kernel is ${name}`);
  return steps;
}
