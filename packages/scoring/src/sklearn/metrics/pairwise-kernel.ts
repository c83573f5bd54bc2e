import type { Fitted } from '../fitted.ts';
import type { FittedPoints } from '../fitted-points.ts';
import { kernelOf } from '../kernel.ts';
import { kernelRunner, type RunKernel } from '../kernel-runner.ts';

/** Kernel values of each row with each fitted row: the kernels that estimators name; their parameters default as there. */
export function readPairwiseKernel(fitted: Fitted, points: FittedPoints): RunKernel {
  const name = fitted.text('kernel');
  const gamma = fitted.has('gamma_') ? fitted.number('gamma_') : fitted.number('gamma', 1 / points.columns);
  const shift = fitted.number('coef0', 1);
  const degree = fitted.number('degree', 3);
  const kernel = kernelOf(name, { gamma, shift, degree });
  if (kernel === undefined) throw fitted.refuse(`its kernel is ${name}`);
  return kernelRunner(points, { ...kernel, byProducts: true }, fitted);
}
