/** A stage of a rollout, in the words of VariantStatus. */
export type StepStatus = 'Creating' | 'ActivatingTraffic' | 'Baking' | 'Updating' | 'Deleting';

/**
 * What every server brings about in one step of a rollout: it describes a state, and not how it is reached, so that a
 * server may come to it from any other. All shares are percentages.
 */
export interface RolloutStep {
  readonly status: StepStatus;
  /** Requests that go to what is being deployed; the others go to what is active. */
  readonly traffic: number;
  /** Instances of what is being deployed. */
  readonly target: number;
  /** Instances that what is active has left. */
  readonly active: number;
  /** How long the step lasts once it is reached, milliseconds. */
  readonly waitMs: number;
}
