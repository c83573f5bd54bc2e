import { present } from '@catenary/scoring/internal/values';
import { msAfter, msNotBefore } from '../ms-after.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageOfRuns } from '../page-of-runs.ts';
import { type AskedPage, defaultSize, invalidToken } from './asked-page.ts';
import { statusesOf, summarizeJobRun } from './describe-job-run.ts';
import { findApplication } from './find-application.ts';

interface ListJobRunsInput extends AskedPage {
  readonly applicationId: string;
  /** Epoch seconds. */
  readonly createdAtAfter?: number;
  readonly createdAtBefore?: number;
  readonly states?: readonly string[];
  readonly mode?: string;
}

/** Newest first. All runs are of the mode BATCH. */
export async function listJobRuns(input: ListJobRunsInput, context: OperationContext): Promise<object> {
  const { createdAtAfter, createdAtBefore, states = [], mode = 'BATCH', nextToken, maxResults = defaultSize } = input;
  const found = await findApplication(input.applicationId, context);
  if (mode !== 'BATCH') return { jobRuns: [] };
  const { page, next } = await pageOfRuns(context.store, found.record, {
    token: nextToken,
    size: maxResults,
    created: { from: msAfter(createdAtAfter), before: msNotBefore(createdAtBefore) },
    statuses: states.length === 0 ? undefined : statusesOf(states),
    invalid: invalidToken,
  });
  return { jobRuns: page.map((run) => summarizeJobRun(run, found)), ...present({ nextToken: next }) };
}
