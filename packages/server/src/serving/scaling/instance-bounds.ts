import type { ManagedInstanceScaling } from '../records/managed-instance-scaling.ts';

/** Instances of one variant at the most: each is a set of processes of this machine. */
export const maxInstances = 64;

/** The numbers of instances that a variant may have, both included. */
export interface InstanceBounds {
  readonly min: number;
  readonly max: number;
}

/** What ManagedInstanceScaling of a variant allows, if it is ENABLED: at least one instance unless it says otherwise. */
export function instanceBounds(managed: ManagedInstanceScaling | undefined): InstanceBounds {
  if (managed?.Status !== 'ENABLED') return { min: 0, max: maxInstances };
  return { min: managed.MinInstanceCount ?? 1, max: managed.MaxInstanceCount ?? maxInstances };
}

export const withinBounds = (count: number, { min, max }: InstanceBounds) => Math.min(max, Math.max(min, count));
