import { present } from '@catenary/scoring/internal/values';
import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { type SparkResourceRecord, sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { ClusterDefinition } from './cluster-definition.ts';
import { clusterStatus } from './cluster-status.ts';
import { itemsAfter, pageSize } from './page-after.ts';

interface ListClustersInput {
  /** Epoch seconds. */
  readonly CreatedAfter?: number;
  readonly CreatedBefore?: number;
  readonly ClusterStates?: readonly string[];
  readonly Marker?: string;
}

/** Newest first. */
export async function listClusters(input: ListClustersInput, { realm, store }: OperationContext): Promise<object> {
  const { CreatedAfter: after = 0, CreatedBefore: before = Number.POSITIVE_INFINITY, ClusterStates: states } = input;
  const all = await sparkResourceRecords.list(store, 'emr-cluster');
  const mine = all.filter(
    ({ name, createdAt }) => regionOf(name) === realm.region && createdAt / 1000 > after && createdAt / 1000 < before,
  );
  const newestFirst = mine.toSorted((one, other) => other.createdAt - one.createdAt);
  const told = [];
  for (const record of itemsAfter(newestFirst, ({ name }) => nameOf(name), input.Marker)) {
    const cluster = await summaryOf(record, store);
    if (states?.includes(cluster.Status.State) ?? true) told.push(cluster);
    if (told.length > pageSize) break;
  }
  const page = told.slice(0, pageSize);
  return { Clusters: page, ...present({ Marker: told.length > pageSize ? page.at(-1)?.Id : undefined }) };
}

/** Counts its steps in the store, which is done for the clusters of a page alone. */
async function summaryOf(record: SparkResourceRecord, store: Store) {
  return {
    Id: nameOf(record.name),
    Name: (record.definition as unknown as ClusterDefinition).Name,
    Status: clusterStatus(record, await sparkRunRecords.countUnfinished(store, record.kind, record.name)),
    NormalizedInstanceHours: 0,
    ClusterArn: record.arn,
  };
}
