import type { DeploymentConfig } from '../../records/deployment-config.ts';
import type { RolloutStep } from './rollout-step.ts';

/** The steps of one kind of rollout. They follow from the arguments alone. */
export interface RolloutPlan {
  /** From the start to the last step before what was active is stopped. `instances` is the size of the fleet that is being deployed. */
  forward(config: DeploymentConfig, instances: number): readonly RolloutStep[];
  /**
   * From the step that was reached back to what was active, which then has all its instances and all requests. None if it has
   * them as soon as nothing is deployed any more. `instances` is the size of its fleet.
   */
  back?(reached: RolloutStep, config: DeploymentConfig, instances: number): readonly RolloutStep[];
}
