import { qualify } from '../../contract/qualified-name.ts';
import { type SparkResourceRecord, sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { ClusterDefinition } from './cluster-definition.ts';
import { invalidRequest } from './invalid-request.ts';

export interface FoundCluster {
  readonly record: SparkResourceRecord;
  readonly cluster: ClusterDefinition;
}

/** Throws `ServiceError` (InvalidRequestException). */
export async function findCluster(id: string, { realm, store }: OperationContext): Promise<FoundCluster> {
  const record = await sparkResourceRecords.find(store, 'emr-cluster', qualify(realm, id));
  if (record === undefined) throw invalidRequest(`Cluster id '${id}' is not valid.`);
  // It was checked when it was stored.
  return { record, cluster: record.definition as unknown as ClusterDefinition };
}
