import { blueGreenSteps } from '../blue-green-steps.ts';
import { capacityPercent } from '../capacity-percent.ts';
import { rollOut } from '../roll-out.ts';
import type { RolloutPlan } from '../rollout-plan.ts';

const plan: RolloutPlan = {
  forward(config, instances) {
    const size = config.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration.CanarySize;
    return blueGreenSteps(config, [...(size === undefined ? [] : [capacityPercent(size, instances)]), 100]);
  },
};

/** A part of the requests goes to what was started beside, and is watched; then all of them. */
export const canary = rollOut(plan);
