import { present } from '@catenary/scoring/internal/values';
import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { ClusterDefinition } from './cluster-definition.ts';
import { clusterStatus } from './cluster-status.ts';
import { pageAfter } from './page-after.ts';

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
  const told = await Promise.all(
    mine.map(async (record) => ({
      Id: nameOf(record.name),
      Name: (record.definition as unknown as ClusterDefinition).Name,
      Status: clusterStatus(record, await sparkRunRecords.countUnfinished(store, record.kind, record.name)),
      NormalizedInstanceHours: 0,
      ClusterArn: record.arn,
    })),
  );
  const wanted = told
    .filter(({ Status }) => states?.includes(Status.State) ?? true)
    .toSorted((one, other) => other.Status.Timeline.CreationDateTime - one.Status.Timeline.CreationDateTime);
  const { page, next } = pageAfter(wanted, ({ Id }) => Id, input.Marker);
  return { Clusters: page, ...present({ Marker: next }) };
}
