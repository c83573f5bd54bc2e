import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { trimEndOf } from '@catenary/scoring/internal/text';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import { matchesGlob } from '../../../util/matches-glob.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import { CommandError } from '../command.ts';
import { readCommandOptions } from '../command-options.ts';
import type { TransformFlags } from '../flags/transform-flags.ts';
import { withLocalModels } from '../local-models.ts';
import { NothingThereError } from '../nothing-there-error.ts';
import { printResult } from '../print-result.ts';
import { thousands } from '../thousands.ts';
import type { Forecast } from '../transform/forecast.ts';
import { fetchFiles, type LocalFile, listLocalFiles } from '../transform/local-files.ts';
import { openCommandStore, runJob } from '../transform/run-job.ts';
import { toRequest } from '../transform/to-request.ts';
import { inputBucket, openWorkFolder, outputBucket } from '../transform/work-folder.ts';
import { UsageError } from '../usage-error.ts';

const write = (line: string) => process.stdout.write(`${line}\n`);

/** What a job has done. */
interface Summary {
  readonly records: number;
  /** Of them. */
  readonly rejected: number;
  /** The start of the containers included. */
  readonly seconds: number;
  /** Files that were written, if they lie here. */
  readonly outputs: readonly string[];
}

/**
 * `catenary transform`: a transform job without a server. Input and output are files or folders, or `s3://` addresses
 * of stores that the configuration names. After a kill it continues at its checkpoint when it is called again in the
 * same way.
 */
export async function transform(flags: TransformFlags): Promise<void> {
  const options = await readCommandOptions(flags.config);
  toRequest(flags, `s3://${inputBucket}/`, `s3://${outputBucket}/`); // refuses flags before anything is written
  if (flags.engine === 'spark' && flags.dryRun !== true) return transformBySpark(flags, options);
  for (const place of [flags.input, flags.output]) requirePlace(place, options);
  const isOutside = parseS3Uri(flags.input) !== undefined;
  if (isOutside && flags.only !== undefined) throw new UsageError('--only takes a folder of files as --input.');
  const files = isOutside ? [] : await listLocalFiles(flags.input, flags.only);
  if (flags.dryRun === true) {
    if (isOutside) throw new UsageError('--dry-run takes files: copy a part of the input.');
    return writeForecast(flags, files, options);
  }
  await requireFolder(flags.output);
  const identity = {
    ...flags,
    work: undefined,
    json: undefined,
    files: files.map(({ path, size, modified }) => [path, size, modified]),
  };
  const work = await openWorkFolder(flags.work ?? defaultWork(flags.output), identity);
  if (work.isResumed && flags.json !== true) write(`continuing with what ${work.path} holds`);
  const failure = await runInto(work.path, flags, { files, options }).catch(async (error: unknown) => {
    await work.removeUnlessBegun();
    throw error;
  });
  // A job that has ended, well or not, leaves nothing to continue with.
  await work.remove();
  if (failure !== undefined) throw new CommandError(failure);
}

/** Refuses an output that cannot be a folder before any work is done. */
async function requireFolder(output: string): Promise<void> {
  if (parseS3Uri(output) !== undefined) return;
  const found = await stat(output).catch(() => undefined);
  if (found !== undefined && !found.isDirectory())
    throw new CommandError(`Cannot write into ${output}: it is a file, and --output names a folder.`);
}

/** An address must be of a store that the configuration names: the work folder's own buckets are the command's. */
function requirePlace(address: string, { s3 }: ServerOptions): void {
  if (address === '-')
    throw new UsageError(
      'transform takes files, folders and s3:// addresses; score takes - for standard input and output.',
    );
  const bucket = parseS3Uri(address)?.bucket;
  if (bucket === undefined && address.startsWith('s3://'))
    throw new UsageError(`${address} is no address in a store: it is s3://bucket/key.`);
  const isNamed = (store: { readonly buckets: readonly string[] }) =>
    store.buckets.some((pattern) => matchesGlob(pattern, bucket ?? ''));
  if (bucket !== undefined && !s3.some(isNamed)) throw new NothingThereError(address);
}

async function transformBySpark(flags: TransformFlags, options: ServerOptions): Promise<void> {
  // Brings what inspects a Spark, which a job of one machine does without.
  const { transformInSpark } = await import('../transform/transform-in-spark.ts');
  const summary = await transformInSpark(flags, options);
  const whole = summary.undivided.map((file) => `  one task, not divided: ${file}`);
  printResult(flags, summary, () => [...whole, showSummary(summary)].join('\n'));
}

/** What a job is run with: the files of its input, if they lie here, and the options of a server. */
interface JobSurroundings {
  readonly files: readonly LocalFile[];
  readonly options: ServerOptions;
}

/** Runs the job, with its checkpoints in the folder `work`. Resolves with why it failed, if it did. */
async function runInto(work: string, flags: TransformFlags, { files, options }: JobSurroundings) {
  const store = await openCommandStore(work, options, files);
  try {
    const isLocalInput = parseS3Uri(flags.input) === undefined;
    const isLocalOutput = parseS3Uri(flags.output) === undefined;
    await store.createBucket(outputBucket);
    const input = isLocalInput ? `s3://${inputBucket}/` : flags.input;
    const request = toRequest(flags, input, isLocalOutput ? `s3://${outputBucket}/` : flags.output);
    const { failure, progress, seconds } = await withLocalModels(flags.models, options, (models) =>
      runJob({ request, models, options, store, work }),
    );
    const { records, rejected } = progress;
    const outputs = isLocalOutput ? await fetchFiles(store, outputBucket, resolve(flags.output)) : [];
    const summary = { records, rejected, seconds, outputs };
    printResult(flags, summary, () => showSummary(summary));
    return failure;
  } finally {
    await store.close();
  }
}

function showSummary({ records, rejected, seconds, outputs }: Summary): string {
  const bad = rejected === 0 ? '' : `, ${thousands(rejected)} set apart`;
  const rate = `${thousands(Math.round(records / seconds))} records/s${bad}`;
  const last = `${thousands(records)} records in ${seconds.toFixed(2)} s, start of the containers included: ${rate}`;
  return [...outputs.map((path) => `  ${path}`), last].join('\n');
}

async function writeForecast(
  flags: TransformFlags,
  files: readonly LocalFile[],
  options: ServerOptions,
): Promise<void> {
  const { forecast } = await import('../transform/forecast.ts');
  const expected = await withLocalModels(flags.models, options, (models) =>
    forecast({ ...flags, models }, files, options),
  );
  printResult(flags, expected, () => showForecast(expected));
}

/** Beside a folder of outputs; for outputs in an outside store in the present folder. */
function defaultWork(output: string): string {
  return parseS3Uri(output) === undefined ? `${trimEndOf(output, '/')}.work` : 'catenary-transform.work';
}

function showForecast(expected: Forecast): string {
  const megabytes = (bytes: number) => `${thousands(Math.round(bytes / 1e5) / 10)} MB`;
  return [
    `sampled: ${thousands(expected.sampledRecords)} records, ${megabytes(expected.sampledBytes)} of ${megabytes(expected.totalBytes)}`,
    `time: about ${expected.seconds.toFixed(1)} s`,
    `output: about ${megabytes(expected.outputBytes)}`,
    `memory: about ${megabytes(expected.memoryBytes)}`,
    `records set apart: ${(expected.rejectedShare * 100).toFixed(2)} %`,
  ].join('\n');
}
