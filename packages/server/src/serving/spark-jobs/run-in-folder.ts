import { join } from 'node:path';
import type { LogStreamName } from '../../platform/logs/log-event.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import type { ContainerLogs } from '../container-logs.ts';
import { SubmissionError } from './fetch-files.ts';
import type { RunKey, RunKeys } from './run-keys.ts';
import type { SparkOutcome } from './spark-submission.ts';

export interface RunFolderOptions {
  readonly keys: Pick<RunKeys, 'issue'>;
  readonly logs: ContainerLogs;
  /** Folders of runs are made in it, and removed. */
  readonly directory: string;
}

/** What is asked for one run. */
export interface AskedRun {
  readonly id: string;
  /** The access key whose rights the run has; undefined: it may do everything. */
  readonly accessKeyId?: string | undefined;
  /** Milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly errors: LogStreamName;
  readonly signal: AbortSignal;
}

/** What a run has while it is on. */
export interface OwnRun {
  readonly folder: string;
  readonly key: RunKey;
  /** Aborts when its time is over. */
  readonly limit: AbortSignal;
}

/** The longest that a timer takes, milliseconds: 24 days. */
const maxTimeoutMs = 2 ** 31 - 1;

/**
 * Gives a run a folder and a key, which go when it has ended, and its time. Ends with the signal: then the outcome is Stopped. Rejects for
 * what is no fault of the run.
 */
export async function runInFolder(
  { id, accessKeyId, timeoutMs = maxTimeoutMs, errors, signal }: AskedRun,
  { keys, logs, directory }: RunFolderOptions,
  work: (run: OwnRun) => Promise<SparkOutcome>,
): Promise<SparkOutcome> {
  const folder = join(directory, id);
  const limit = AbortSignal.timeout(Math.min(timeoutMs, maxTimeoutMs));
  let key: RunKey | undefined;
  try {
    key = keys.issue(accessKeyId);
    await makeFolder(folder, 0o700);
    return await work({ folder, key, limit });
  } catch (error) {
    if (signal.aborted) return { status: 'Stopped' };
    if (limit.aborted) return { status: 'TimedOut' };
    if (!(error instanceof SubmissionError)) throw error;
    logs.write(errors, error.message);
    return { status: 'Failed', message: error.message };
  } finally {
    key?.revoke();
    await removeFolder(folder);
    // Who sees that the run has ended reads its log next.
    await logs.flush();
  }
}
