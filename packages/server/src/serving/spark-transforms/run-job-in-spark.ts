import { regionOf } from '../../contract/qualified-name.ts';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import { containerBaseEnvironment } from '../container/process/base-environment.ts';
import { chooseSpark } from '../spark-jobs/choose-spark.ts';
import type { RunKey, RunKeys } from '../spark-jobs/run-keys.ts';
import type { SparkOption } from '../spark-jobs/spark-option.ts';
import { isSettingsLine } from '../transform-job/data-log.ts';
import type { JobForSpark } from '../transform-job/job-runner.ts';
import type { ObjectTask as LedgerTask } from '../transform-job/ledger/job-ledger.ts';
import { objectStart } from '../transform-job/records/splitter.ts';
import type { JobRun } from '../transform-job/run-transform-job.ts';
import { DividedObjects, partBytesOf } from './divided-objects.ts';
import { jobStatements } from './job-statements.ts';
import { dataLogPart, type ObjectResult, type WorkerSettings } from './object-task.ts';
import { runDriver } from './run-driver.ts';
import { SparkFailure } from './spark-failure.ts';
import { storePlaces } from './store-places.ts';

/** How a server has Spark carry out its transform jobs. */
export interface JobsInSpark {
  readonly sparks: readonly SparkOption[];
  readonly settings: WorkerSettings;
  readonly keys: Pick<RunKeys, 'issueFor'>;
  /** Whose objects they are. */
  readonly account: string;
  /** Where this server is reached, known once it is. */
  readonly url: Promise<string>;
  /** Folders of runs are made in it. */
  readonly directory: string;
}

const sparkPart = 'spark';

/** Each is a task, and has a place in the checkpoint. */
const maxObjects = 20_000;

/**
 * Has Spark transform the objects that the ledger gives out, each of them a task. Objects that fail are failures in the ledger, as they are of
 * a job that is run here. Workers read and write them by the server's own face, with a key that can do no more and ends with the job. Resolves
 * with the reason of a job that cannot go on; rejects when the signal ended it.
 */
export async function runJobInSpark(run: JobRun, job: JobForSpark, server: JobsInSpark): Promise<string | undefined> {
  try {
    await runJob(run, job, server);
    return undefined;
  } catch (error) {
    if (error instanceof SparkFailure) return error.reason;
    throw error;
  }
}

async function runJob(run: JobRun, job: JobForSpark, server: JobsInSpark): Promise<void> {
  const { ledger, context, plan } = run;
  const { spark } = await chooseSpark(server.sparks).catch((error: Error) => {
    throw new SparkFailure(`ClientError: CATENARY_BATCH_ENGINE=spark: ${error.message}`);
  });
  if (ledger.objects.length > maxObjects)
    throw new SparkFailure(
      `ClientError: CATENARY_BATCH_ENGINE=spark takes at most ${maxObjects} objects, and the job has ${ledger.objects.length}: put small ones together, or leave the variable out.`,
    );
  const tasks = claimAll(run);
  const divided = await divide(tasks, run, { spark, name: job.name });
  for (const whole of divided.whole) job.keep(sparkPart, `one task, not divided: ${whole}`);
  const key = server.keys.issueFor(server.account, jobStatements(plan, ledger.objects));
  try {
    const { request, containers, startTime } = job;
    const stores = [storeOf(await server.url, regionOf(job.name), key)];
    const { settings, directory } = server;
    const settle = settling(tasks, run, job);
    await runDriver(
      { shared: { request, containers, settings, stores, startTime }, objects: divided.orders },
      {
        spark,
        environment: containerBaseEnvironment(),
        directory,
        onResult: async (id, result) => {
          const done = await divided.take(id, result);
          if (done !== undefined) await settle(...done);
        },
        onLine: (line) => job.keep(sparkPart, line),
        signal: context.signal,
      },
    );
  } finally {
    key.revoke();
    await divided.close();
  }
}

/** Parts lie beside the outputs; what is put together of them is published from here. */
function divide(
  tasks: ReadonlyMap<number, LedgerTask>,
  { plan, ledger, context }: JobRun,
  { spark, name }: { readonly spark: SparkOption; readonly name: string },
): Promise<DividedObjects> {
  const { store, signal, dataLog } = context;
  const objects = [...tasks.values()].map(({ ordinal, object }) => ({
    id: ordinal,
    name: `${object.bucket}/${object.key}`,
    size: object.size,
    object,
  }));
  return DividedObjects.of(objects, {
    plan,
    store,
    partBytes: partBytesOf(spark),
    signal,
    run: name.replace('/', '-'),
    places: storePlaces(store, plan.output.folder),
    journalOf: (ordinal) => (bucket, key) => ledger.journal(ordinal, bucket, key),
    publish: () => Promise.resolve([]),
    onFailure: (failure) => dataLog.failure(failure),
  });
}

function claimAll({ ledger }: JobRun): ReadonlyMap<number, LedgerTask> {
  const tasks = new Map<number, LedgerTask>();
  for (let task = ledger.claim(); task !== undefined; task = ledger.claim()) tasks.set(task.ordinal, task);
  return tasks;
}

/** The server as a worker finds it. */
const storeOf = (endpoint: string, region: string, key: RunKey): S3StoreOptions => ({
  endpoint,
  region,
  pathStyle: true,
  buckets: ['*'],
  credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey },
});

/** Writes down what became of an object, and every so often makes it durable. */
function settling(tasks: ReadonlyMap<number, LedgerTask>, { ledger, context }: JobRun, { keep, onLine }: JobForSpark) {
  const { progress, checkpointMs } = context;
  const log = new JobLines((part, line) => (part === dataLogPart ? keep : onLine)(part, line));
  let savedAt = performance.now();
  return async (id: number, result: ObjectResult): Promise<void> => {
    const task = tasks.get(id);
    if (task === undefined) return;
    log.write(result.lines);
    if (result.failure !== undefined) await ledger.fail(task, result.failure);
    else {
      const position = { ...objectStart, record: result.records };
      await ledger.finish(task, { position, rejectedCount: result.rejected, isSealed: true });
      progress.objectsDone++;
    }
    progress.records += result.records;
    progress.rejected += result.rejected;
    progress.bytesDone += task.object.size;
    if (performance.now() - savedAt < checkpointMs) return;
    await ledger.keep();
    savedAt = performance.now();
  };
}

/** The lines of all objects as those of one job, which says once what it begins with. */
class JobLines {
  readonly #keep: JobForSpark['keep'];
  #isBegun = false;

  constructor(keep: JobForSpark['keep']) {
    this.#keep = keep;
  }

  write(lines: ObjectResult['lines']): void {
    for (const [part, line] of lines) {
      const isBeginning = part === dataLogPart && isSettingsLine(line);
      if (!isBeginning || !this.#isBegun) this.#keep(part, line);
      this.#isBegun ||= isBeginning;
    }
  }
}
