import { present } from '@catenary/scoring/internal/values';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeStepRecord, stepState } from './describe-step-record.ts';
import { findCluster } from './find-cluster.ts';
import { pageAfter } from './page-after.ts';

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
  const all = await sparkRunRecords.listOf(context.store, record.kind, record.name);
  const wanted = all.filter(
    (run) => (StepStates?.includes(stepState(run)) ?? true) && (StepIds?.includes(run.id) ?? true),
  );
  const { page, next } = pageAfter(wanted, ({ id }) => id, Marker);
  return { Steps: page.map(describeStepRecord), ...present({ Marker: next }) };
}
