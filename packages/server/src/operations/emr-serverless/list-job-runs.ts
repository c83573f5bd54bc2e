import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { summarizeJobRun } from './describe-job-run.ts';
import { findApplication } from './find-application.ts';
import { type AskedPage, pageOf } from './page-of.ts';

interface ListJobRunsInput extends AskedPage {
  readonly applicationId: string;
  /** Epoch seconds. */
  readonly createdAtAfter?: number;
  readonly createdAtBefore?: number;
  readonly states?: readonly string[];
  readonly mode?: string;
}

/** Newest first. */
export async function listJobRuns(input: ListJobRunsInput, context: OperationContext): Promise<object> {
  const { createdAtAfter: after = 0, createdAtBefore: before = Number.POSITIVE_INFINITY, states, mode } = input;
  const found = await findApplication(input.applicationId, context);
  const runs = await sparkRunRecords.listOf(context.store, found.record.kind, found.record.name);
  const told = runs
    .map((run) => summarizeJobRun(run, found))
    .filter(
      (run) =>
        run.createdAt > after &&
        run.createdAt < before &&
        (mode ?? run.mode) === run.mode &&
        (states === undefined || states.length === 0 || states.includes(run.state)),
    );
  const { page, next } = pageOf(told, input);
  return { jobRuns: page, ...next };
}
