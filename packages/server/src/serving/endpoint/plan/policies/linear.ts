import { blueGreenSteps } from '../blue-green-steps.ts';
import { capacityPercent } from '../capacity-percent.ts';
import { equalShares } from '../equal-shares.ts';
import { rollOut } from '../roll-out.ts';
import type { RolloutPlan } from '../rollout-plan.ts';

const plan: RolloutPlan = {
  forward(config, instances) {
    const size = config.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration.LinearStepSize;
    return blueGreenSteps(config, equalShares(size === undefined ? 100 : capacityPercent(size, instances)));
  },
};

/** Requests go over to what was started beside in equal parts, each of which is watched. */
export const linear = rollOut(plan);
