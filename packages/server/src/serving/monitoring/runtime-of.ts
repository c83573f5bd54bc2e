import type { ProcessingRequest } from '../records/processing-request.ts';

/** How long a job may take, in milliseconds: a day, unless it says otherwise. */
export const runtimeOf = ({ StoppingCondition: stopping }: ProcessingRequest): number =>
  (stopping?.MaxRuntimeInSeconds ?? 86_400) * 1000;
