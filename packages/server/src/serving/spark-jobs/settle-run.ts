import type { Store } from '../../platform/store/store.ts';
import type { SparkRunEnd, SparkRunRecord } from '../records/spark-run-record.ts';
import { settleJobRun } from './settle-job-run.ts';
import { settleStep } from './settle-step.ts';

/** What follows from the end of a run, by what it belongs to. */
export async function settleRun(db: Store, run: SparkRunRecord, end: SparkRunEnd): Promise<void> {
  if (run.kind === 'glue-job') await settleJobRun(db, run, end);
  if (run.kind === 'emr-cluster') await settleStep(db, run, end);
}
