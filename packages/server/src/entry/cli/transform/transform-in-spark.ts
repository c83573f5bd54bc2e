import { execFile } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import { chooseSpark } from '../../../serving/spark-jobs/choose-spark.ts';
import type { SparkInstallation } from '../../../serving/spark-jobs/inspect-spark.ts';
import { ownCode } from '../../../serving/spark-jobs/own-code.ts';
import { isObject } from '../../../util/is-object.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import { CommandError } from '../command.ts';
import type { TransformFlags } from '../flags/transform-flags.ts';
import { makeScratch } from '../remove-when-stopped.ts';
import { UsageError } from '../usage-error.ts';
import { listLocalFiles } from './local-files.ts';
import { transformWords } from './transform-words.ts';

/** What one file came to, as `catenary transform --json` says it. */
interface TransformedFile {
  readonly records: number;
  readonly rejected: number;
  readonly outputs: readonly string[];
}

/** What all of them came to. */
export interface SparkSummary extends TransformedFile {
  readonly seconds: number;
}

const defaultCores = 2;
/** Of a task on this machine, as on a cluster: there `spark.task.maxFailures` says it. */
const tries = 4;
/** Of what the driver prints: a line for each output. */
const maxPrintedBytes = 256 * 1024 ** 2;

/**
 * The same outputs as a job of one machine writes, with a task of Spark for each file of the input: the first Spark of the
 * configuration says which master. Throws `UsageError` for flags that only make sense on one machine, and `CommandError` for a file
 * that cannot be transformed, with what the command says of it.
 */
export async function transformInSpark(flags: TransformFlags, options: ServerOptions): Promise<SparkSummary> {
  checkPlaces(flags);
  const input = resolve(flags.input);
  const isFolder = (await stat(input).catch(() => undefined))?.isDirectory() === true;
  const found = await listLocalFiles(input, flags.only);
  const files = found.map(({ key, size }) => ({
    key,
    size,
    words: ['--input', input, ...(isFolder ? ['--only', key] : [])],
  }));
  const { spark } = await chooseSpark(options.spark).catch((error: Error) => {
    throw new UsageError(`--engine spark: ${error.message}`);
  });
  const output = resolve(flags.output);
  await makeFolder(output);
  const order = { files, output, words: transformWords(flags), ...placeOf(spark) };
  const since = performance.now();
  const done = await withOrder(order, (path) => runDriver(spark, path));
  const sum = (of: 'records' | 'rejected') => done.reduce((total, file) => total + file[of], 0);
  return {
    records: sum('records'),
    rejected: sum('rejected'),
    seconds: (performance.now() - since) / 1000,
    outputs: done.flatMap(({ outputs }) => outputs).toSorted(),
  };
}

function checkPlaces({ input, output, work }: TransformFlags): void {
  for (const [flag, place] of [
    ['--input', input],
    ['--output', output],
  ] as const)
    if (parseS3Uri(place) !== undefined)
      throw new UsageError(
        `${flag} must be a file or a folder that all workers of Spark see by the same path with --engine spark; it is "${place}".`,
      );
  if (work !== undefined)
    throw new UsageError('--work has no meaning with --engine spark: Spark repeats what a worker did not finish.');
}

/** Where the tasks run. On this machine one at a time, since each uses all the cores that the run may have. */
function placeOf({ master, cores = defaultCores, memoryMB, jars, conf }: SparkInstallation) {
  const settings = {
    'spark.ui.enabled': 'false',
    'spark.log.level': 'WARN',
    'spark.executorEnv.CATENARY_COMMAND': ownCode.command,
    ...present({
      'spark.task.cpus': master === undefined ? String(cores) : undefined,
      'spark.driver.memory': memoryMB === undefined ? undefined : `${memoryMB}m`,
      'spark.jars': jars?.join(','),
    }),
    ...conf,
  };
  return { master: master ?? `local[${cores},${tries}]`, conf: settings };
}

async function withOrder<T>(order: object, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await makeScratch('spark');
  try {
    const path = join(folder, 'order.json');
    // Variables of containers may be secret.
    await writeFile(path, JSON.stringify(order), { mode: 0o600 });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runDriver(spark: SparkInstallation, path: string): Promise<readonly TransformedFile[]> {
  const { stdout } = await promisify(execFile)(spark.python, ['-m', 'catenary_spark.transform_files', path], {
    env: { ...process.env, ...(await environmentOf(spark)) },
    maxBuffer: maxPrintedBytes,
  }).catch((error: Error & { readonly stderr?: string }) => {
    const said = error.stderr?.trim().split('\n').at(-1);
    throw new CommandError(`Spark ended: ${said === undefined || said === '' ? error.message : said}`);
  });
  const told: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (isObject(told) && typeof told.failure === 'string') throw new CommandError(told.failure);
  return (told as { readonly done: readonly TransformedFile[] }).done;
}

async function environmentOf({ home, python, java }: SparkInstallation): Promise<Record<string, string>> {
  // A distribution has its pyspark in a folder; a wheel is in that place already.
  const lib = join(home, 'python/lib');
  const archives = (await readdir(lib).catch(() => [])).filter((name) => name.endsWith('-src.zip'));
  const modules = [...ownCode.modules, join(home, 'python'), ...archives.map((name) => join(lib, name))];
  return {
    PYTHONPATH: [...modules, ...(process.env.PYTHONPATH ?? '').split(':').filter(Boolean)].join(':'),
    SPARK_HOME: home,
    PYSPARK_PYTHON: process.env.PYSPARK_PYTHON ?? python,
    PYSPARK_DRIVER_PYTHON: python,
    CATENARY_COMMAND: process.env.CATENARY_COMMAND ?? ownCode.command,
    ...present({ JAVA_HOME: java }),
  };
}
