import { nameOf } from '../../contract/qualified-name.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { clusterStatus } from './cluster-status.ts';
import { findCluster } from './find-cluster.ts';

export async function describeCluster(
  { ClusterId }: { readonly ClusterId: string },
  context: OperationContext,
): Promise<object> {
  const { record, cluster } = await findCluster(ClusterId, context);
  const { Instances: instances, ended: _, ...written } = cluster;
  const underWay = await sparkRunRecords.countUnfinished(context.store, record.kind, record.name);
  return {
    Cluster: {
      Applications: [],
      Tags: [],
      Configurations: [],
      StepConcurrencyLevel: 1,
      ...written,
      Id: nameOf(record.name),
      Status: clusterStatus(record, underWay),
      AutoTerminate: instances.KeepJobFlowAliveWhenNoSteps !== true,
      TerminationProtected: instances.TerminationProtected === true,
      NormalizedInstanceHours: 0,
      ClusterArn: record.arn,
    },
  };
}
