import { placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import type { ObjectStore, ReadableObjects } from '../../platform/storage/object-store.ts';
import { type InputObject, listInputObjects } from '../transform-job/records/input-objects.ts';
import type { AnalysisPlan } from './analysis-plan.ts';
import { MonitoringError } from './monitoring-error.ts';

export interface AnalysisContext {
  readonly store: ReadableObjects & Pick<ObjectStore, 'putObject'>;
  readonly signal: AbortSignal;
  /** Takes a line of the job's log. */
  readonly onLine: (line: string) => void;
}

/** The most bytes that a file of the baseline may have. */
const maxBaselineBytes = 128 * 1024 ** 2;

/** The objects below prefixes. Throws `MonitoringError` for a bucket that does not exist. */
export async function listAll(inputs: readonly S3Uri[], { store, signal }: AnalysisContext): Promise<InputObject[]> {
  const lists: InputObject[][] = [];
  for (const place of inputs) {
    if ((await store.headBucket(place.bucket)) === undefined)
      throw new MonitoringError(`The bucket ${place.bucket} does not exist.`);
    lists.push(await listInputObjects({ place, listing: 'prefix' }, store, signal));
  }
  return lists.flat();
}

/** A file of a baseline. Throws `MonitoringError`. */
export async function readJson(place: S3Uri, store: ReadableObjects): Promise<unknown> {
  const uri = uriOf(place);
  if ((await store.headObject(place)) === undefined) throw new MonitoringError(`The baseline ${uri} does not exist.`);
  const text = (await store.readObject(place, maxBaselineBytes)).toString();
  try {
    const file: unknown = JSON.parse(text);
    return file;
  } catch {
    throw new MonitoringError(`The baseline ${uri} is not JSON.`);
  }
}

/** Writes files of results one after the other. */
export async function writeFiles(
  { output }: Pick<AnalysisPlan, 'output'>,
  files: Readonly<Record<string, object>>,
  { store, signal }: AnalysisContext,
) {
  for (const [name, content] of Object.entries(files)) {
    signal.throwIfAborted();
    const body = Buffer.from(JSON.stringify(content));
    await store.putObject(placeBelow(output, name), body, { contentType: 'application/json' });
  }
}

/** What a job says that has come to its end. */
export const exitMessage = (violations: number): string =>
  violations === 0
    ? 'Completed: Job completed successfully with no violations.'
    : `CompletedWithViolations: Job completed successfully with ${violations} violations.`;
