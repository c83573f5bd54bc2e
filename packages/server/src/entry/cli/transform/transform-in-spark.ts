import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseS3Uri, type S3Uri } from '../../../contract/s3-uri.ts';
import { ObjectStoreError } from '../../../platform/storage/object-store-error.ts';
import { openObjectStore } from '../../../platform/storage/open-object-store.ts';
import { S3Failure } from '../../../platform/storage/s3/s3-failure.ts';
import { chooseSpark } from '../../../serving/spark-jobs/choose-spark.ts';
import type { ObjectOrder, ObjectResult, SharedTask } from '../../../serving/spark-transforms/object-task.ts';
import { runDriver } from '../../../serving/spark-transforms/run-driver.ts';
import { SparkFailure } from '../../../serving/spark-transforms/spark-failure.ts';
import { InputError, listInputObjects } from '../../../serving/transform-job/records/input-objects.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import { workerSettings } from '../../options/worker-settings.ts';
import { CommandError } from '../command.ts';
import type { TransformFlags } from '../flags/transform-flags.ts';
import type { ModelFlag } from '../model-flags.ts';
import { NothingThereError } from '../nothing-there-error.ts';
import { makeScratch } from '../remove-when-stopped.ts';
import { UsageError } from '../usage-error.ts';
import { listLocalFiles } from './local-files.ts';
import { ofFile } from './reported-failures.ts';
import { toRequest } from './to-request.ts';
import { inputBucket, outputBucket } from './work-folder.ts';

/** What all files came to, as `catenary transform --json` says it. */
export interface SparkSummary {
  readonly records: number;
  /** Of them. */
  readonly rejected: number;
  readonly outputs: readonly string[];
  readonly seconds: number;
}

/**
 * The same outputs as a job of one machine writes, with a task of Spark for each file of the input: the first Spark of the
 * configuration says which master. Throws `UsageError` for flags that only make sense on one machine, and `CommandError` for a file
 * that cannot be transformed, with what the command says of it.
 */
export async function transformInSpark(flags: TransformFlags, options: ServerOptions): Promise<SparkSummary> {
  if (flags.work !== undefined)
    throw new UsageError('--work has no meaning with --engine spark: Spark repeats what a worker did not finish.');
  const objects = await listObjects(flags, options);
  const { spark } = await chooseSpark(options.spark).catch((error: Error) => {
    throw new UsageError(`--engine spark: ${error.message}`);
  });
  const output = parseS3Uri(flags.output) === undefined ? resolve(flags.output) : undefined;
  if (output !== undefined) await makeFolder(output);
  const shared = sharedTask(flags, options, output);
  const since = performance.now();
  const done = new Map<number, ObjectResult>();
  const onResult = async (id: number, result: ObjectResult) => void done.set(id, result);
  const signal = new AbortController().signal;
  const directory = await makeScratch('spark');
  const context = { spark, environment: process.env, directory, onResult, onLine: () => undefined, signal };
  try {
    await runDriver({ shared, objects }, context);
  } catch (error) {
    throw error instanceof SparkFailure ? new CommandError(ofFile(error.message)) : error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return summary(objects, done, (performance.now() - since) / 1000);
}

function listObjects(flags: TransformFlags, options: ServerOptions): Promise<ObjectOrder[]> {
  const place = parseS3Uri(flags.input);
  return place === undefined ? listFiles(flags) : listInStore(flags, place, options);
}

async function listFiles({ input, only }: TransformFlags): Promise<ObjectOrder[]> {
  const files = await listLocalFiles(resolve(input), only);
  return files.map(({ path, key, size, modified }, id) => ({
    id,
    name: key,
    size,
    object: { bucket: inputBucket, key, relativePath: key, size, etag: `${size}-${modified}` },
    file: path,
  }));
}

async function listInStore(
  { input, inputType, only }: TransformFlags,
  place: S3Uri,
  { s3 }: ServerOptions,
): Promise<ObjectOrder[]> {
  if (only !== undefined) throw new UsageError('--only takes a folder of files as --input.');
  const scratch = await makeScratch('list');
  try {
    const store = await openObjectStore(scratch, s3, false);
    const listing = inputType === 'ManifestFile' ? 'manifest' : 'prefix';
    const found = await listInputObjects({ place, listing }, store).catch(refuseInput);
    await store.close();
    if (found.length === 0) throw new NothingThereError(input);
    return found.map((object, id) => ({ id, name: `${object.bucket}/${object.key}`, size: object.size, object }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function refuseInput(error: unknown): never {
  if (error instanceof InputError || error instanceof ObjectStoreError || error instanceof S3Failure)
    throw new CommandError(error.message);
  throw error;
}

function sharedTask(flags: TransformFlags, options: ServerOptions, output: string | undefined): SharedTask {
  const request = toRequest(
    flags,
    parseS3Uri(flags.input) === undefined ? `s3://${inputBucket}/` : flags.input,
    output === undefined ? flags.output : `s3://${outputBucket}/`,
  );
  const shared = {
    request,
    models: flags.models.map(asSeenByAll),
    settings: workerSettings(options),
    stores: options.s3,
    startTime: Date.now(),
  };
  return output === undefined ? shared : { ...shared, output };
}

/** The text of `--schema` is in the environment. */
const asSeenByAll = ({ path, ...model }: ModelFlag): ModelFlag => ({
  ...model,
  path: parseS3Uri(path) === undefined ? resolve(path) : path,
});

/** Throws `CommandError` for the first file that has no output, as a job does. */
function summary(
  objects: readonly ObjectOrder[],
  done: ReadonlyMap<number, ObjectResult>,
  seconds: number,
): SparkSummary {
  const results = objects.flatMap(({ id }) => done.get(id) ?? []);
  const failures = results.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (first !== undefined)
    throw new CommandError(ofFile(failures.length > 1 ? `${first} (and ${failures.length - 1} more objects)` : first));
  const sum = (of: 'records' | 'rejected') => results.reduce((total, result) => total + result[of], 0);
  const outputs = results.flatMap((result) => result.outputs).toSorted();
  return { records: sum('records'), rejected: sum('rejected'), seconds, outputs };
}
