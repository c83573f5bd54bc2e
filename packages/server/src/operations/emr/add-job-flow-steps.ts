import { ServiceError } from '../../contract/service-error.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { findCluster } from './find-cluster.ts';
import { queueSteps } from './queue-steps.ts';
import type { StepConfig } from './step-config.ts';

interface AddStepsInput {
  readonly JobFlowId: string;
  readonly Steps: readonly StepConfig[];
}

export async function addJobFlowSteps(
  { JobFlowId, Steps }: AddStepsInput,
  context: OperationContext,
  { accessKeyId }: OperationCall,
): Promise<object> {
  const { store, now } = context;
  const { record } = await findCluster(JobFlowId, context);
  const ids = await store.transaction().execute(async (transaction) => {
    await sparkResourceRecords.lock(transaction, record.kind, record.name);
    const { cluster } = await findCluster(JobFlowId, { ...context, store: transaction });
    if (cluster.ended !== undefined)
      throw new ServiceError(
        'ValidationException',
        'A job flow that is shutting down, terminated, or finished may not be modified.',
      );
    return queueSteps(transaction, Steps, { record, cluster, accessKeyId, now: now() });
  });
  void context.sparkRuns.look();
  return { StepIds: ids };
}
