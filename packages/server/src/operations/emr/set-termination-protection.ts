import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findCluster } from './find-cluster.ts';

interface ProtectionInput {
  readonly JobFlowIds: readonly string[];
  readonly TerminationProtected: boolean;
}

export async function setTerminationProtection(
  { JobFlowIds, TerminationProtected }: ProtectionInput,
  context: OperationContext,
): Promise<undefined> {
  for (const id of JobFlowIds) {
    const { record, cluster } = await findCluster(id, context);
    const definition = { ...record.definition, Instances: { ...cluster.Instances, TerminationProtected } };
    await sparkResourceRecords.update(context.store, { ...record, definition, modifiedAt: context.now() });
  }
}
