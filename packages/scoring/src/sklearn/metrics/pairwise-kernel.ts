import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import { kernelSteps } from '../kernel-steps.ts';

/** Kernel values of each row with each fitted row: the kernels that estimators name; their parameters default as there. */
export function readPairwiseKernel(fitted: Fitted, rows: Coefficients): readonly DenseStep[] {
  const name = fitted.text('kernel');
  const gamma = fitted.has('gamma_') ? fitted.number('gamma_') : fitted.number('gamma', 1 / rows.columns);
  const shift = fitted.number('coef0', 1);
  const degree = fitted.number('degree', 3);
  const steps = kernelSteps(name, { gamma, shift, degree }, rows);
  if (steps === undefined) throw fitted.refuse(`its kernel is ${name}`);
  return steps;
}
