import { capacityPercent } from '../capacity-percent.ts';
import { equalShares } from '../equal-shares.ts';
import { rollOut } from '../roll-out.ts';
import type { RolloutPlan } from '../rollout-plan.ts';
import type { RolloutStep } from '../rollout-step.ts';

/**
 * For each batch: its instances are started, take their part of the requests and are watched; then as many of the former
 * ones are stopped (developer guide, "Use rolling deployments").
 */
const plan: RolloutPlan = {
  forward({ RollingUpdatePolicy: policy }, instances) {
    if (policy === undefined) return [];
    const waitMs = policy.WaitIntervalInSeconds * 1000;
    const shares = equalShares(capacityPercent(policy.MaximumBatchSize, instances));
    return shares.flatMap((share, at): RolloutStep[] => {
      const former = shares[at - 1] ?? 0;
      const batch = { target: share, active: 100 - former, waitMs: 0 };
      return [
        { ...batch, status: 'Creating', traffic: former },
        { ...batch, status: 'ActivatingTraffic', traffic: share },
        { ...batch, status: 'Baking', traffic: share, waitMs },
        // The last ones go with the end of the rollout.
        ...(share === 100 ? [] : [{ ...batch, status: 'Deleting' as const, traffic: share, active: 100 - share }]),
      ];
    });
  },

  back(reached, { RollingUpdatePolicy: policy }, instances) {
    const size = policy?.RollbackMaximumBatchSize;
    const shares = equalShares(size === undefined ? 100 : capacityPercent(size, instances));
    const missing = 100 - reached.active;
    if (missing === 0) return [];
    // The last batch may be what could not be had: what gets requests is there.
    const target = reached.traffic;
    let { traffic } = reached;
    return shares.flatMap((share): RolloutStep[] => {
      const batch = { target, waitMs: 0, active: reached.active + (missing * share) / 100 };
      const former = traffic;
      traffic = Math.min(traffic, 100 - batch.active);
      return [
        { ...batch, status: 'Updating', traffic: former },
        { ...batch, status: 'ActivatingTraffic', traffic },
      ];
    });
  },
};

/** What is active is replaced in place, batch by batch: no more instances run than one batch beyond the fleet. */
export const rolling = rollOut(plan);
