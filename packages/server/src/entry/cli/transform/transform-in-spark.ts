import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseS3Uri, type S3Uri } from '../../../contract/s3-uri.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { ObjectStoreError } from '../../../platform/storage/object-store-error.ts';
import { openObjectStore } from '../../../platform/storage/open-object-store.ts';
import { RoutedObjectStore } from '../../../platform/storage/routed-object-store.ts';
import { S3Failure } from '../../../platform/storage/s3/s3-failure.ts';
import { chooseSpark } from '../../../serving/spark-jobs/choose-spark.ts';
import type { SparkInstallation } from '../../../serving/spark-jobs/inspect-spark.ts';
import type { ObjectOrder, ObjectResult, SharedTask } from '../../../serving/spark-transforms/object-task.ts';
import { runDriver } from '../../../serving/spark-transforms/run-driver.ts';
import { SparkFailure } from '../../../serving/spark-transforms/spark-failure.ts';
import { withFurther } from '../../../serving/transform-job/object-failure.ts';
import { compileTransformPlan } from '../../../serving/transform-job/plan/compile-transform-plan.ts';
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
import { localFileStore } from './local-file-store.ts';
import { type LocalFile, listLocalFiles } from './local-files.ts';
import { openParts } from './open-parts.ts';
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
  /** Large files that are one task each, and why. */
  readonly undivided: readonly string[];
}

/**
 * The same outputs as a job of one machine writes, with a task of Spark for each file of the input: the first Spark of the
 * configuration says which master. Throws `UsageError` for flags that only make sense on one machine, and `CommandError` for a file
 * that cannot be transformed, with what the command says of it.
 */
export async function transformInSpark(flags: TransformFlags, options: ServerOptions): Promise<SparkSummary> {
  if (flags.work !== undefined)
    throw new UsageError('--work has no meaning with --engine spark: Spark repeats what a worker did not finish.');
  const { spark } = await chooseSpark(options.spark).catch((error: Error) => {
    throw new UsageError(`--engine spark: ${error.message}`);
  });
  const scratch = await makeScratch('spark');
  try {
    const found = await openObjects(flags, options, join(scratch, 'store'));
    const output = parseS3Uri(flags.output) === undefined ? resolve(flags.output) : undefined;
    if (output !== undefined) await makeFolder(output);
    try {
      return await runTasks({ flags, options, spark, scratch, output, ...found });
    } finally {
      await found.store.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A command under way. */
interface SparkRun extends FoundObjects {
  readonly flags: TransformFlags;
  readonly options: ServerOptions;
  readonly spark: SparkInstallation;
  readonly scratch: string;
  /** The folder of the outputs, if they are files. */
  readonly output: string | undefined;
}

async function runTasks(run: SparkRun): Promise<SparkSummary> {
  const { flags, options, spark, scratch, output, objects } = run;
  const shared = sharedTask(flags, options, output);
  const signal = new AbortController().signal;
  const since = performance.now();
  const parts = await openParts(run, compileTransformPlan(shared.request, []), signal);
  const done = new Map<number, ObjectResult>();
  const onResult = async (id: number, result: ObjectResult) => {
    const whole = await parts.divided.take(id, result);
    if (whole !== undefined) done.set(...whole);
  };
  const context = { spark, environment: process.env, directory: scratch, onResult, onLine: () => undefined, signal };
  try {
    await runDriver({ shared, objects: parts.divided.orders }, context);
  } catch (error) {
    throw error instanceof SparkFailure ? new CommandError(ofFile(error.message)) : error;
  } finally {
    await parts.close();
  }
  return { ...summary(objects, done), seconds: (performance.now() - since) / 1000, undivided: parts.divided.whole };
}

/** What is to be transformed, and the store that has it. */
interface FoundObjects {
  readonly objects: readonly ObjectOrder[];
  readonly store: ObjectStore;
}

/** Opens the stores of the configuration, and files of the input beside them. */
async function openObjects(flags: TransformFlags, { s3 }: ServerOptions, folder: string): Promise<FoundObjects> {
  const place = parseS3Uri(flags.input);
  const outside = await openObjectStore(folder, s3, false);
  try {
    if (place !== undefined) return { objects: await listInStore(flags, place, outside), store: outside };
    const files = await listLocalFiles(resolve(flags.input), flags.only);
    const route = { buckets: [inputBucket], store: localFileStore(inputBucket, files) };
    return { objects: files.map(orderOfFile), store: new RoutedObjectStore(outside, [route]) };
  } catch (error) {
    await outside.close();
    throw error;
  }
}

const orderOfFile = ({ path, key, size, modified }: LocalFile, id: number): ObjectOrder => ({
  id,
  name: key,
  size,
  object: { bucket: inputBucket, key, relativePath: key, size, etag: `${size}-${modified}` },
  file: path,
});

async function listInStore(
  { input, inputType, only }: TransformFlags,
  place: S3Uri,
  store: ObjectStore,
): Promise<ObjectOrder[]> {
  if (only !== undefined) throw new UsageError('--only takes a folder of files as --input.');
  const listing = inputType === 'ManifestFile' ? 'manifest' : 'prefix';
  const found = await listInputObjects({ place, listing }, store).catch(refuseInput);
  if (found.length === 0) throw new NothingThereError(input);
  return found.map((object, id) => ({ id, name: `${object.bucket}/${object.key}`, size: object.size, object }));
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
function summary(objects: readonly ObjectOrder[], done: ReadonlyMap<number, ObjectResult>) {
  const results = objects.flatMap(({ id }) => done.get(id) ?? []);
  const failures = results.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (first !== undefined) throw new CommandError(ofFile(withFurther(first, failures.length - 1)));
  const sum = (of: 'records' | 'rejected') => results.reduce((total, result) => total + result[of], 0);
  const outputs = results.flatMap((result) => result.outputs).toSorted();
  return { records: sum('records'), rejected: sum('rejected'), outputs };
}
