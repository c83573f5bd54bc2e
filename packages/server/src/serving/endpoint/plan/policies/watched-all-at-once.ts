import { blueGreenSteps } from '../blue-green-steps.ts';
import { rollOut } from '../roll-out.ts';
import type { RolloutPlan } from '../rollout-plan.ts';

export const watchedAllAtOncePlan: RolloutPlan = { forward: (config) => blueGreenSteps(config, [100]) };

/** Everything is started beside what serves, takes all requests at once, and is watched before the former one goes. */
export const watchedAllAtOnce = rollOut(watchedAllAtOncePlan);
