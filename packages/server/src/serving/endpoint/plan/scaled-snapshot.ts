import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';

/** The same with that percentage of the instances of each variant: at least one, and no more than before; of none, none. */
export function scaledSnapshot(snapshot: EndpointSnapshot, percent: number): EndpointSnapshot {
  if (percent >= 100) return snapshot;
  const variants = snapshot.variants.map((variant) => ({
    ...variant,
    instanceCount: Math.min(
      variant.instanceCount,
      Math.max(1, Math.ceil((variant.instanceCount * percent) / 100 - 1e-9)),
    ),
  }));
  return { ...snapshot, variants };
}

export const instancesOf = ({ variants }: EndpointSnapshot) =>
  variants.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
