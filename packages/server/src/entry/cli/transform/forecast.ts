import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ServerOptions } from '../../options/server-options.ts';
import { CommandError } from '../command.ts';
import type { TransformFlags } from '../flags/transform-flags.ts';
import { makeScratch } from '../remove-when-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { LocalFile } from './local-files.ts';
import { openCommandStore, runJob } from './run-job.ts';
import { toRequest } from './to-request.ts';
import { inputBucket, outputBucket } from './work-folder.ts';

/** So much is read of the input, from this many of its files. */
const sampleBytes = 8 * 1024 * 1024;
const sampleFiles = 5;

/** What a job is expected to take. */
export interface Forecast {
  readonly sampledRecords: number;
  readonly sampledBytes: number;
  readonly totalBytes: number;
  /** Of the whole job, the start of its containers included. */
  readonly seconds: number;
  readonly outputBytes: number;
  readonly rejectedShare: number;
  /** Largest memory of this process so far; a job's does not grow with its input. */
  readonly memoryBytes: number;
}

/**
 * Runs a job over the beginnings of some files of the input, bad records set apart, and works out what all of it will take.
 * Time is counted from two runs, of half the sample and of all of it, so that starting counts once. Throws `CommandError`.
 */
export async function forecast(
  flags: TransformFlags,
  files: readonly LocalFile[],
  options: ServerOptions,
): Promise<Forecast> {
  if (flags.splitType !== 'Line') {
    throw new UsageError('--dry-run samples lines: it takes --split-type Line only.');
  }
  if (flags.jobEnv?.CATENARY_BATCH_INPUT_FORMAT === 'parquet') {
    throw new UsageError('--dry-run samples lines: it does not look into Parquet.');
  }
  const step = Math.max(1, Math.floor(files.length / sampleFiles));
  const chosen = files.filter((_, at) => at % step === 0).slice(0, sampleFiles);
  const share = Math.ceil(sampleBytes / chosen.length);
  const samples = await Promise.all(chosen.map((file) => readLines(file.path, share)));
  const sampled = samples.reduce((sum, bytes) => sum + bytes.length, 0);
  if (sampled === 0) throw new CommandError('The input has no lines to sample.');
  const isGzip = files.some(({ path }) => path.endsWith('.gz'));
  if (isGzip) throw new UsageError('--dry-run does not look into gzip input: unpack a part of it.');
  const half = await sample(flags, samples.map(firstHalf), options);
  const whole = await sample(flags, samples, options);
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  const perByte = Math.max(0, whole.seconds - half.seconds) / Math.max(1, sampled - half.bytes);
  const started = Math.max(0, whole.seconds - perByte * sampled);
  return {
    sampledRecords: whole.records,
    sampledBytes: sampled,
    totalBytes,
    seconds: started + perByte * totalBytes,
    outputBytes: Math.round((whole.outputBytes / sampled) * totalBytes),
    rejectedShare: whole.records === 0 ? 0 : whole.rejected / whole.records,
    memoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** The first lines of a file: as many as fit, at least one. */
async function readLines(path: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: limit - 1 })) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const end = bytes.lastIndexOf(10);
  return bytes.length < limit || end < 0 ? bytes : bytes.subarray(0, end + 1);
}

function firstHalf(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(10, bytes.length >> 1);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}

async function sample(flags: TransformFlags, samples: readonly Buffer[], options: ServerOptions) {
  const work = await makeScratch('forecast');
  try {
    const store = await openCommandStore(work, options);
    await store.createBucket(inputBucket);
    await store.createBucket(outputBucket);
    for (const [at, bytes] of samples.entries())
      await store.putObject({ bucket: inputBucket, key: `sample-${at}` }, bytes);
    const jobEnv = { ...flags.jobEnv, CATENARY_BATCH_BAD_RECORDS: 'quarantine' };
    delete (jobEnv as Record<string, string>)['CATENARY_BATCH_MAX_REJECTED_SHARE'];
    const request = toRequest({ ...flags, jobEnv }, `s3://${inputBucket}/`, `s3://${outputBucket}/`);
    const { failure, progress, seconds } = await runJob({ request, models: flags.models, options, store, work });
    if (failure !== undefined) throw new CommandError(`The sample failed: ${failure}`);
    const { objects } = await store.listObjects(outputBucket);
    const outputs = objects.filter(({ key }) => key.endsWith('.out'));
    await store.close();
    return {
      seconds,
      records: progress.records,
      rejected: progress.rejected,
      bytes: samples.reduce((sum, bytes) => sum + bytes.length, 0),
      outputBytes: outputs.reduce((sum, { size }) => sum + size, 0),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
