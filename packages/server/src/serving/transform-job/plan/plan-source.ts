import type { BatchValues } from '../../../contract/batch-variables.ts';
import type { TransformRequest } from '../../records/transform-request.ts';

/** What a plan is compiled from. */
export interface PlanSource {
  readonly request: TransformRequest;
  /** Of its Environment; each has a value that is one. */
  readonly variables: BatchValues;
}
