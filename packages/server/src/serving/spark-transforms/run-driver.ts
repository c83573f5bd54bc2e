import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { present } from '@catenary/scoring/internal/values';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import { ChildProcess } from '../container/process/child-process.ts';
import type { SparkInstallation } from '../spark-jobs/inspect-spark.ts';
import type { ObjectOrder, ObjectResult, SharedTask } from './object-task.ts';
import { type DriverLine, ResultFile } from './result-file.ts';
import { SparkFailure } from './spark-failure.ts';
import { driverEnvironment, sparkPlace } from './spark-place.ts';

/** What is to be done. */
export interface SparkWork {
  readonly shared: SharedTask;
  readonly objects: readonly ObjectOrder[];
}

export interface DriverContext {
  readonly spark: SparkInstallation;
  /** Variables that the driver gets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A folder for what it needs while it runs is made in it. */
  readonly directory: string;
  /** Called for each object that is done, one after the other; each once. */
  readonly onResult: (id: number, result: ObjectResult) => Promise<void>;
  /** Lines of the driver, and of Spark in it. */
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Between looks at what has come in, milliseconds. */
const pollMs = 200;
/** SIGTERM, and SIGKILL after it, milliseconds. */
const stopGraceMs = 5_000;

/**
 * Has Spark do the work, a task for each object. Rejects with `SparkFailure` if Spark gives up, and with the signal's reason; what ran
 * is gone then.
 */
export async function runDriver(work: SparkWork, context: DriverContext): Promise<void> {
  if (work.objects.length === 0) return;
  const { directory, signal } = context;
  signal.throwIfAborted();
  await makeFolder(directory);
  const folder = await mkdtemp(join(directory, 'catenary-spark-'));
  const results = await ResultFile.create(join(folder, 'results.jsonl'));
  try {
    const child = await startDriver(work, folder, context);
    const end = () => void child.stop(stopGraceMs);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      await follow(results, child, context);
    } finally {
      signal.removeEventListener('abort', end);
      await child.stop(stopGraceMs);
    }
  } finally {
    await results.close();
    await removeFolder(folder);
  }
}

async function startDriver(
  { shared, objects }: SparkWork,
  folder: string,
  { spark, environment, onLine }: DriverContext,
): Promise<ChildProcess> {
  const { taskSeconds } = spark;
  const results = join(folder, 'results.jsonl');
  const limits = present({ folder: shared.output, taskSeconds });
  const order = { shared, tasks: objects, results, ...limits, ...sparkPlace(spark) };
  const path = join(folder, 'order.json');
  // Variables of containers, and keys of stores, are secret.
  await writeFile(path, JSON.stringify(order), { mode: 0o600 });
  return new ChildProcess({
    command: [spark.python, '-m', 'catenary_spark.transform_files', path],
    directory: folder,
    environment: { ...(await driverEnvironment(spark, environment)), SPARK_LOCAL_DIRS: folder },
    onLine,
  });
}

/** To its end, which is that of the driver. */
async function follow(results: ResultFile, child: ChildProcess, { onResult, signal }: DriverContext): Promise<void> {
  let last: DriverLine | undefined;
  const take = async () => {
    for (const line of await results.read()) {
      last = line;
      if ('id' in line) await onResult(line.id, line.said);
    }
  };
  const ending = new AbortController();
  const ended = child.exited.then((how) => {
    ending.abort();
    return how;
  });
  while (child.ending === undefined) {
    await take();
    await delay(pollMs, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  await take();
  signal.throwIfAborted();
  if (last !== undefined && 'done' in last) return;
  if (last !== undefined && 'failure' in last) throw new SparkFailure(last.failure);
  throw new SparkFailure(`Spark ended: ${child.lastLines.at(-1) ?? (await ended)}`);
}
