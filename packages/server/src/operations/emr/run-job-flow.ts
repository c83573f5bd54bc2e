import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import type { ClusterDefinition } from './cluster-definition.ts';
import { emrId } from './emr-id.ts';
import { queueSteps } from './queue-steps.ts';
import type { StepConfig } from './step-config.ts';

type RunJobFlowInput = ClusterDefinition & {
  readonly Steps?: readonly StepConfig[];
  readonly BootstrapActions?: readonly object[];
};

/** A cluster is a name with a configuration: its steps run on the server's Spark. */
export async function runJobFlow(
  { Steps: steps = [], BootstrapActions: actions = [], ...cluster }: RunJobFlowInput,
  context: OperationContext,
  { accessKeyId }: OperationCall,
): Promise<object> {
  if (actions.length > 0)
    throw new ServiceError(
      'ValidationException',
      'BootstrapActions are not run by this server: install what steps need into the Python of its Spark.',
    );
  const { realm, store } = context;
  const now = context.now();
  const id = emrId('j');
  const arn = `arn:aws:elasticmapreduce:${realm.region}:${realm.account}:cluster/${id}`;
  const isOver = steps.length === 0 && cluster.Instances.KeepJobFlowAliveWhenNoSteps !== true;
  const ended = { code: 'ALL_STEPS_COMPLETED', message: 'Steps completed', at: now };
  const record = {
    kind: 'emr-cluster' as const,
    name: qualify(realm, id),
    arn,
    createdAt: now,
    modifiedAt: now,
    definition: isOver ? { ...cluster, ended } : { ...cluster },
  };
  await store.transaction().execute(async (transaction) => {
    await sparkResourceRecords.insert(transaction, record);
    await queueSteps(transaction, steps, { record, cluster, accessKeyId, now });
  });
  void context.sparkRuns.look();
  return { JobFlowId: id, ClusterArn: arn };
}
