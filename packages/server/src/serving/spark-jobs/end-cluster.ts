import type { Store } from '../../platform/store/store.ts';
import { type SparkResourceRecord, sparkResourceRecords } from '../records/spark-resource-record.ts';
import { sparkRunRecords } from '../records/spark-run-record.ts';

/** Why and when a cluster of EMR ends; `at`: milliseconds since 1970. */
export interface EndOfCluster {
  readonly code: 'USER_REQUEST' | 'STEP_FAILURE' | 'ALL_STEPS_COMPLETED';
  readonly message: string;
  readonly at: number;
}

/** Says that a cluster has ended, and stops its steps; one that has ended keeps its reason. */
export async function endCluster(db: Store, record: SparkResourceRecord, ended: EndOfCluster): Promise<void> {
  if (record.definition['ended'] !== undefined) return;
  const definition = { ...record.definition, ended };
  await sparkResourceRecords.update(db, { ...record, definition, modifiedAt: ended.at });
  for (const { id, endedAt } of await sparkRunRecords.listOf(db, record.kind, record.name))
    if (endedAt === undefined) await sparkRunRecords.beginStop(db, id, ended.at);
}
