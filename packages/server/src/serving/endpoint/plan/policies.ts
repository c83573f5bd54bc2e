import type { PolicyName } from '../../records/deployment.ts';
import { allAtOnce } from './policies/all-at-once.ts';
import { canary } from './policies/canary.ts';
import { linear } from './policies/linear.ts';
import { resize } from './policies/resize.ts';
import { rolling } from './policies/rolling.ts';
import { watchedAllAtOnce } from './policies/watched-all-at-once.ts';
import type { Policy } from './policy.ts';

/** The ways of changing what an endpoint serves. */
export const policies: Readonly<Record<PolicyName, Policy>> = {
  'all-at-once': allAtOnce,
  resize,
  'watched-all-at-once': watchedAllAtOnce,
  canary,
  linear,
  rolling,
};
