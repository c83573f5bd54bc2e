import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import { msAfter, msNotBefore } from '../ms-after.ts';
import type { OperationContext } from '../operation-context.ts';
import { idOf, pageOfResources, placeBehind } from '../page-of-resources.ts';
import type { ClusterDefinition } from './cluster-definition.ts';
import { clusterStatus } from './cluster-status.ts';
import { invalidRequest } from './invalid-request.ts';
import { pageSize } from './page-size.ts';

interface ListClustersInput {
  /** Epoch seconds. */
  readonly CreatedAfter?: number;
  readonly CreatedBefore?: number;
  readonly ClusterStates?: readonly string[];
  readonly Marker?: string;
}

/** Newest first. */
export async function listClusters(input: ListClustersInput, context: OperationContext): Promise<object> {
  const { CreatedAfter, CreatedBefore, ClusterStates: states, Marker: marker } = input;
  const after = marker === undefined ? undefined : await placeBehind('emr-cluster', marker, context);
  if (marker !== undefined && after === undefined) throw invalidRequest('Marker is not one that this operation gave.');
  const { page, next } = await pageOfResources(
    {
      kind: 'emr-cluster',
      order: 'CreationTime',
      size: pageSize,
      after,
      created: { from: msAfter(CreatedAfter), before: msNotBefore(CreatedBefore) },
      tell: (records) => withSummaries(records, context.store),
      isWanted: states && (({ summary }) => states.includes(summary.Status.State)),
    },
    context,
  );
  return {
    Clusters: page.map(({ summary }) => summary),
    ...present({ Marker: next === undefined ? undefined : idOf(next) }),
  };
}

/** Steps are counted for the clusters that are read alone, all at once. */
async function withSummaries(records: readonly SparkResourceRecord[], store: Store) {
  const names = records.map(({ name }) => name);
  const underWay = await sparkRunRecords.countsUnfinished(store, 'emr-cluster', names);
  return records.map((record) => ({ ...record, summary: summaryOf(record, underWay.get(record.name) ?? 0) }));
}

const summaryOf = (record: SparkResourceRecord, underWay: number) => ({
  Id: nameOf(record.name),
  Name: (record.definition as unknown as ClusterDefinition).Name,
  Status: clusterStatus(record, underWay),
  NormalizedInstanceHours: 0,
  ClusterArn: record.arn,
});
