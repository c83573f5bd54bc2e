import { present } from '@catenary/scoring/internal/values';
import { type ChildDefinition, ChildProcess } from '../container/process/child-process.ts';
import { FailureLines } from './failure-lines.ts';
import type { SparkOutcome } from './spark-submission.ts';

/** SIGTERM, and SIGKILL after it, milliseconds. */
const stopGraceMs = 10_000;

/** What ends a process before it has ended by itself. */
export interface ProcessLimits {
  readonly stop: AbortSignal;
  readonly limit: AbortSignal;
}

/** Where the lines of standard output and standard error go to. */
export type LineTargets = readonly [output: (line: string) => void, errors: (line: string) => void];

/** Runs the process of a job to its end. The message of a failure has the exit code, and the last exception in its lines. */
export async function runProcess(
  definition: Omit<ChildDefinition, 'onLine'>,
  targets: LineTargets,
  { stop, limit }: ProcessLimits,
): Promise<SparkOutcome> {
  const failures = [new FailureLines(), new FailureLines()] as const;
  const follow = (at: 0 | 1) => (text: string) => {
    targets[at](text);
    for (const line of text.split('\n')) failures[at].write(line);
  };
  const child = new ChildProcess({ ...definition, onLine: follow(0), onErrorLine: follow(1) });
  const end = () => void child.stop(stopGraceMs);
  const either = AbortSignal.any([stop, limit]);
  either.addEventListener('abort', end, { once: true });
  if (either.aborted) end();
  const ending = await child.exited;
  either.removeEventListener('abort', end);
  if (stop.aborted) return { status: 'Stopped' };
  if (limit.aborted) return { status: 'TimedOut' };
  return outcomeOf(ending, FailureLines.messageOf(failures));
}

function outcomeOf(ending: string, error: string | undefined): SparkOutcome {
  const code = /exit code (\d{1,3})$/.exec(ending)?.[1];
  if (code === '0') return { status: 'Succeeded', exitCode: 0 };
  const exitCode = code === undefined ? undefined : Number(code);
  const how = exitCode === undefined ? ending : `Command failed with exit code ${exitCode}`;
  return { status: 'Failed', message: error === undefined ? how : `${how}: ${error}`, ...present({ exitCode }) };
}
