import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeStepRecord } from './describe-step-record.ts';
import { findCluster } from './find-cluster.ts';
import { invalidRequest } from './invalid-request.ts';

export async function describeStep(
  { ClusterId, StepId }: { readonly ClusterId: string; readonly StepId: string },
  context: OperationContext,
): Promise<object> {
  const { record } = await findCluster(ClusterId, context);
  const run = await sparkRunRecords.find(context.store, StepId);
  if (run === undefined || run.parent !== record.name) throw invalidRequest(`Step id '${StepId}' is not valid.`);
  return { Step: describeStepRecord(run) };
}
