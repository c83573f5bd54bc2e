import type { CapacitySize } from '../../records/deployment-config.ts';

/** A part of a fleet of this many instances, percent of it; never more than all. */
export function capacityPercent({ Type: type, Value: value }: CapacitySize, instances: number): number {
  return Math.min(100, type === 'CAPACITY_PERCENT' ? value : (value * 100) / Math.max(1, instances));
}
