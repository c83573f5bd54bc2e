import { randomBytes } from 'node:crypto';
import type { Store } from '../../platform/store/store.ts';
import { sparkResourceRecords } from '../records/spark-resource-record.ts';
import { type SparkRunEnd, type SparkRunRecord, sparkRunRecords } from '../records/spark-run-record.ts';

/** When a run of a job of Glue has ended: it goes with a job that was deleted meanwhile, and is repeated as often as MaxRetries says. */
export async function settleJobRun(db: Store, run: SparkRunRecord, { status, endedAt }: SparkRunEnd): Promise<void> {
  const job = await sparkResourceRecords.find(db, run.kind, run.parent);
  if (job === undefined) return sparkRunRecords.removeEnded(db, run.kind, run.parent);
  const attempt = Number(run.definition.face['Attempt'] ?? 0);
  if (status !== 'Failed' || attempt >= Number(job.definition['MaxRetries'] ?? 0)) return;
  const id = `jr_${randomBytes(32).toString('hex')}`;
  // Its id is in its arguments and in the names of its logs.
  const { submission, ...definition } = JSON.parse(
    JSON.stringify(run.definition).replaceAll(run.id.slice('jr_'.length), id.slice('jr_'.length)),
  ) as SparkRunRecord['definition'];
  const face = { ...run.definition.face, Attempt: attempt + 1, PreviousRunId: run.id };
  await sparkRunRecords.insert(db, {
    id,
    kind: run.kind,
    parent: run.parent,
    createdAt: endedAt,
    definition: { ...definition, submission, face },
  });
}
