import type { PolicyName } from '../../records/deployment.ts';
import { allAtOnce } from './policies/all-at-once.ts';
import { resize } from './policies/resize.ts';
import type { Policy } from './policy.ts';

/** The ways of changing what an endpoint serves. */
export const policies: Readonly<Record<PolicyName, Policy>> = { 'all-at-once': allAtOnce, resize };
