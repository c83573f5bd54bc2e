import { present } from '@catenary/scoring/internal/values';
import type { OperationContext } from '../operation-context.ts';
import { pageOfRuns } from '../page-of-runs.ts';
import { describeStepRecord, statusesOf } from './describe-step-record.ts';
import { findCluster } from './find-cluster.ts';
import { invalidRequest } from './invalid-request.ts';
import { pageSize } from './page-size.ts';

interface ListStepsInput {
  readonly ClusterId: string;
  readonly StepStates?: readonly string[];
  readonly StepIds?: readonly string[];
  readonly Marker?: string;
}

/** Newest first. */
export async function listSteps(
  { ClusterId, StepStates, StepIds, Marker }: ListStepsInput,
  context: OperationContext,
): Promise<object> {
  const { record } = await findCluster(ClusterId, context);
  const { page, next } = await pageOfRuns(context.store, record, {
    token: Marker,
    size: pageSize,
    statuses: StepStates && statusesOf(StepStates),
    ids: StepIds,
    invalid: () => invalidRequest('Marker is not one that this operation gave.'),
  });
  return { Steps: page.map(describeStepRecord), ...present({ Marker: next }) };
}
