import type { Store } from '../../platform/store/store.ts';
import { sparkResourceRecords } from '../records/spark-resource-record.ts';
import { type SparkRunEnd, type SparkRunRecord, sparkRunRecords } from '../records/spark-run-record.ts';
import { endCluster } from './end-cluster.ts';

/** What becomes of a cluster of EMR when a step of it has ended: its ActionOnFailure, and its end when nothing is left to do. */
export async function settleStep(
  db: Store,
  { kind, parent, definition }: SparkRunRecord,
  end: SparkRunEnd,
): Promise<void> {
  const record = await sparkResourceRecords.find(db, kind, parent);
  if (record === undefined) return;
  const { endedAt: at } = end;
  const isFailed = end.status === 'Failed' || end.status === 'TimedOut';
  const action = isFailed ? definition.face['ActionOnFailure'] : 'CONTINUE';
  if (action === 'TERMINATE_CLUSTER' || action === 'TERMINATE_JOB_FLOW')
    return endCluster(db, record, { code: 'STEP_FAILURE', message: 'Shut down as step failed', at });
  if (action === 'CANCEL_AND_WAIT')
    for (const { id, status } of await sparkRunRecords.listOf(db, kind, parent))
      if (status === 'Queued') await sparkRunRecords.beginStop(db, id, at);
  const { KeepJobFlowAliveWhenNoSteps: isKept } = record.definition['Instances'] as {
    KeepJobFlowAliveWhenNoSteps?: boolean;
  };
  if (isKept === true || (await sparkRunRecords.countUnfinished(db, kind, parent)) > 0) return;
  await endCluster(db, record, { code: 'ALL_STEPS_COMPLETED', message: 'Steps completed', at });
}
