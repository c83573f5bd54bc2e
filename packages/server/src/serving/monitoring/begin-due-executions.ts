import { failureReason } from '../../contract/failure-reason.ts';
import { hourMs } from '../../platform/metrics/metric.ts';
import type { Store } from '../../platform/store/store.ts';
import { type MonitoringScheduleRecord, monitoringScheduleRecords } from '../records/monitoring-schedule-record.ts';
import { processingJobRecords } from '../records/processing-job-record.ts';
import { type PreparedExecution, prepareExecution } from './prepare-execution.ts';
import { nextDue, parseScheduleExpression } from './schedule-expression.ts';

/** How long after the hour every server has written its files of captured data. */
const delayMs = 2 * 60_000;
/** Executions that were due longer ago, while no server ran, are left out. */
const latestMs = 24 * hourMs;

/** Takes the name of a schedule whose execution could not be created, and why. */
export type OnScheduleFault = (schedule: string, error: unknown) => void;

/**
 * Creates the jobs of all executions that are due, each once, however many servers call this; returns the names of the jobs that are to be
 * run. A schedule that fails does not keep the others from being looked at. Rejects if schedules cannot be listed.
 */
export async function beginDueExecutions(store: Store, now: number, onFault: OnScheduleFault): Promise<string[]> {
  const begun: string[] = [];
  for (const name of await monitoringScheduleRecords.due(store, now)) {
    try {
      const schedule = await monitoringScheduleRecords.find(store, name);
      const job = schedule === undefined ? undefined : await beginExecution(store, schedule, now);
      if (job !== undefined) begun.push(job);
    } catch (error) {
      onFault(name, error);
    }
  }
  return begun;
}

async function beginExecution(
  store: Store,
  schedule: MonitoringScheduleRecord,
  now: number,
): Promise<string | undefined> {
  const { due: from, definition } = schedule;
  const expression = parseScheduleExpression(definition.ScheduleConfig?.ScheduleExpression);
  if (from === undefined || (expression?.kind === 'cron' && from + delayMs > now)) return undefined;
  const isTooOld = from < now - latestMs;
  const prepared = isTooOld ? undefined : await prepareExecution(store, schedule, from);
  const to = expression?.kind === 'cron' ? nextDue(expression.isDue, Math.max(from, now - latestMs)) : undefined;
  return store.transaction().execute(async (transaction) => {
    const isOurs = await monitoringScheduleRecords.advance(transaction, schedule.name, { from, to });
    return isOurs && prepared !== undefined ? insert(transaction, prepared, now) : undefined;
  });
}

/** The name of the job, if it is to be run. */
async function insert(
  transaction: Store,
  { job, failure }: PreparedExecution,
  now: number,
): Promise<string | undefined> {
  const isNew = await processingJobRecords.insert(transaction, { ...job, createdAt: now });
  if (failure === undefined) return isNew ? job.name : undefined;
  const end = { status: 'Failed', failureReason: failureReason(failure), endedAt: now } as const;
  await processingJobRecords.end(transaction, job.name, end);
  return undefined;
}
