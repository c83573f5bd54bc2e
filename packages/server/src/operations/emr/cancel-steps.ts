import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findCluster } from './find-cluster.ts';

interface CancelStepsInput {
  readonly ClusterId: string;
  readonly StepIds: readonly string[];
}

export async function cancelSteps(
  { ClusterId, StepIds }: CancelStepsInput,
  context: OperationContext,
): Promise<object> {
  const { store, now, sparkRuns } = context;
  const { record } = await findCluster(ClusterId, context);
  const told: object[] = [];
  for (const StepId of StepIds) {
    const run = await sparkRunRecords.find(store, StepId);
    const isStopped = run?.parent === record.name && (await sparkRunRecords.beginStop(store, StepId, now()));
    told.push(
      isStopped
        ? { StepId, Status: 'SUBMITTED', Reason: '' }
        : { StepId, Status: 'FAILED', Reason: run === undefined ? 'There is no such step.' : 'The step has ended.' },
    );
  }
  void sparkRuns.look();
  return { CancelStepsInfoList: told };
}
