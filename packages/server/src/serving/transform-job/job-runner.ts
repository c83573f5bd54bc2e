import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { StageContext } from '../container/stage-context.ts';
import { type ContainerLogs, transformStream } from '../container-logs.ts';
import type { TransformJobRecord } from '../records/transform-job-record.ts';
import { ChainWorkers } from './chain/block-executors/chain-workers.ts';
import { FunctionProcesses } from './chain/block-executors/function-processes.ts';
import { dataLog } from './data-log.ts';
import type { JobProgress } from './job-progress.ts';
import type { CheckpointStore } from './ledger/checkpoint.ts';
import { BatchOptionError } from './plan/batch-option-error.ts';
import { compileTransformPlan } from './plan/compile-transform-plan.ts';
import type { TransformPlan } from './plan/transform-plan.ts';
import type { JobContext, JobOutcome, JobRun as RunningJob } from './run-transform-job.ts';

export interface JobRunnerOptions {
  readonly objects: ObjectStore;
  readonly stages: StageContext;
  readonly fuse: boolean;
  readonly log: Logger;
  readonly logs: ContainerLogs;
  /** Time between checkpoints of an object, milliseconds. */
  readonly checkpointMs: number;
  /** Carries out a job that asks for Spark; resolves with the reason of one that cannot go on. */
  readonly inSpark: (running: RunningJob, job: JobForSpark) => Promise<string | undefined>;
}

/** A job that Spark is to carry out. */
export interface JobForSpark extends Pick<TransformJobRecord, 'name' | 'request' | 'containers'> {
  /** When it began, milliseconds since 1970. */
  readonly startTime: number;
  /** Takes lines of a container. */
  readonly onLine: (hostname: string, line: string) => void;
  /** Takes lines of a part of the job that is no container. */
  readonly keep: (part: string, line: string) => void;
}

/** What a run of a job has besides its record. */
export interface JobRun {
  readonly checkpoints: CheckpointStore;
  /** When the job began, milliseconds since 1970: the first time, if it was begun before. */
  readonly startTime: number;
  readonly progress: JobProgress;
  readonly signal: AbortSignal;
}

/** A server without jobs does without it. */
const importRun = () => import('./run-transform-job.ts');

/** How often the log says how far a job is. */
const reportMs = 10_000;

/** Carries out jobs of the store: compiles their plans, keeps their logs, and transforms. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #workers = new ChainWorkers();
  readonly #functions = new FunctionProcesses();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** From the checkpoints, to the job's end. Rejects as `runTransformJob` does: then the job has not ended. */
  async run(record: TransformJobRecord, run: JobRun): Promise<JobOutcome> {
    const plan = planOf(record);
    if (plan instanceof BatchOptionError) {
      await this.abandon(run.checkpoints);
      return { status: 'Failed', reason: `ClientError: ${plan.message}` };
    }
    const { log, logs } = this.#options;
    const report = () => log.info({ job: record.name, ...run.progress.describe() }, 'transform job progress');
    const reporting = setInterval(report, reportMs);
    reporting.unref();
    try {
      const { runTransformJob } = await importRun();
      const outcome = await runTransformJob(plan, this.#contextOf(record, run));
      // Who sees that the job has ended reads its log next.
      await logs.flush();
      return outcome;
    } finally {
      clearInterval(reporting);
    }
  }

  /** Removes what a job that no server runs left in the store. */
  async abandon(checkpoints: CheckpointStore): Promise<void> {
    const { abandonTransformJob } = await importRun();
    await abandonTransformJob({ checkpoints, store: this.#options.objects });
  }

  /** After the last job. */
  async close(): Promise<void> {
    await Promise.all([this.#workers.close(), this.#functions.close()]);
  }

  #contextOf(record: TransformJobRecord, run: JobRun): JobContext {
    const { name, containers } = record;
    const { objects, stages, fuse, log, logs, checkpointMs, inSpark } = this.#options;
    const owner = `transform-job/${name}`;
    const keep = (part: string | undefined, line: string) =>
      logs.write(transformStream(logs, { job: name, startTime: run.startTime, part }), line);
    const onLine = (hostname: string, line: string) => keep(containers.length > 1 ? hostname : undefined, line);
    return {
      ...run,
      workers: this.#workers,
      functions: this.#functions,
      store: objects,
      stages,
      fuse,
      log,
      checkpointMs,
      owner,
      onLine,
      dataLog: dataLog(log, owner, (line) => keep('data-log', line)),
      inSpark: (running) => inSpark(running, { ...record, startTime: run.startTime, onLine, keep }),
    };
  }
}

/** An older server may have taken a request that this one refuses: then it says why. */
function planOf({ request, containers }: TransformJobRecord): TransformPlan | BatchOptionError {
  try {
    return compileTransformPlan(request, containers);
  } catch (error) {
    if (error instanceof BatchOptionError) return error;
    throw error;
  }
}
