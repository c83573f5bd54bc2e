import { failureReason } from '../../contract/failure-reason.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { Store } from '../../platform/store/store.ts';
import { type ContainerLogs, transformStream } from '../container-logs.ts';
import type { StageContext } from '../container/stage-context.ts';
import { type TransformJobRecord, transformJobRecords } from '../records/transform-job-record.ts';
import { dataLog } from './data-log.ts';
import { DatabaseCheckpoints } from './ledger/database-checkpoints.ts';
import { JobProgress } from './job-progress.ts';
import { abandonTransformJob, type JobOutcome, JobStoppedError, runTransformJob } from './run-transform-job.ts';
import { Slots } from './chain/slots.ts';
import { compileTransformPlan } from './plan/compile-transform-plan.ts';

export interface TransformJobControllerOptions {
  readonly store: Store;
  readonly leases: Leases;
  /** Whether other servers may take up jobs of the store, and ask for them to be stopped. */
  readonly isShared: boolean;
  readonly objects: ObjectStore;
  readonly stages: StageContext;
  readonly fuse: boolean;
  readonly log: Logger;
  readonly logs: ContainerLogs;
  readonly now: () => number;
  /** Jobs that run at once; the others wait in order of creation. */
  readonly maxRunningJobs: number;
  /** Time between checkpoints of an object, milliseconds. */
  readonly checkpointMs: number;
}

interface RunningJob {
  /** False while it waits for its turn. */
  isStarted: boolean;
  readonly stop: AbortController;
  readonly progress: JobProgress;
  done: Promise<void>;
}

/** How often jobs of other servers are looked for: those they left, and those they were asked to stop. */
const watchMs = 1_000;
/** How often the log says how far a job is. */
const tellMs = 10_000;
/** A job whose checkpoint could not be written is taken up again after so long. */
const againMs = 5_000;

/**
 * Runs the jobs of the store. A job is run by who holds its lease; after a restart, or when its server is gone, it goes
 * on from its checkpoints.
 */
export class TransformJobController {
  readonly #options: TransformJobControllerOptions;
  readonly #running = new Map<string, RunningJob>();
  readonly #slots: Slots;
  #isClosing = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: TransformJobControllerOptions) {
    this.#options = options;
    this.#slots = new Slots(options.maxRunningJobs);
  }

  /** Takes up what was left; where the store is shared, now and ever again. */
  async resume(): Promise<void> {
    await this.#takeUp();
    if (!this.#options.isShared) return;
    this.#watch = setInterval(() => {
      this.#takeUp().catch((error: unknown) => this.#options.log.warn({ err: error }, 'jobs could not be looked for'));
    }, watchMs);
    this.#watch.unref();
  }

  async #takeUp(): Promise<void> {
    for (const { name, status } of await transformJobRecords.unfinished(this.#options.store)) {
      if (!this.#running.has(name)) this.begin(name);
      else if (status === 'Stopping') this.stop(name);
    }
  }

  /** Starts a job that is InProgress in the store, in the background; ends one that is Stopping. */
  begin(name: string): void {
    const job: RunningJob = {
      isStarted: false,
      stop: new AbortController(),
      progress: new JobProgress(),
      done: Promise.resolve(),
    };
    const start = async () => {
      job.isStarted = true;
      if (!this.#isClosing) await this.#runLeased(name, job);
    };
    job.done = this.#slots
      .run(start)
      .catch((error: unknown) => this.#onInterrupted(name, error))
      .finally(() => this.#running.delete(name));
    this.#running.set(name, job);
  }

  progressOf(name: string): JobProgress | undefined {
    const job = this.#running.get(name);
    return job?.isStarted === true ? job.progress : undefined;
  }

  /** Stops a job whose row says Stopping; does nothing if another server runs it: that one sees the row. */
  stop(name: string): void {
    const job = this.#running.get(name);
    job?.stop.abort(new JobStoppedError('The job was stopped.'));
    // One that runs ends itself; for one that still waits for its turn it is done here.
    if (job?.isStarted === true) return;
    this.#runLeased(name, job).catch((error: unknown) => this.#onInterrupted(name, error));
  }

  /** Runs a job, or ends it, if its lease can be had. */
  async #runLeased(name: string, job: RunningJob | undefined): Promise<void> {
    const { store, leases, log } = this.#options;
    const lease = await leases.take(`transform-job/${name}`);
    if (lease === undefined) return;
    try {
      const record = await transformJobRecords.find(store, name);
      const checkpoints = new DatabaseCheckpoints(store, name, lease);
      if (record?.status === 'Stopping') await this.#endStopped(name, checkpoints);
      else if (record?.status === 'InProgress' && job !== undefined)
        await this.#run(record, job, { lease, checkpoints });
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      log.warn({ job: name, reason: error.message }, 'transform job left to another server');
    } finally {
      await lease.release();
    }
  }

  async #run(record: TransformJobRecord, job: RunningJob, { lease, checkpoints }: Leased): Promise<void> {
    const { store, objects, stages, fuse, log, logs, now, checkpointMs } = this.#options;
    const { name, request, containers } = record;
    const { progress, stop } = job;
    const startTime = record.startedAt ?? now();
    if (record.startedAt === undefined) await transformJobRecords.markStarted(store, name, startTime);
    const signal = AbortSignal.any([stop.signal, lease.signal]);
    const owner = `transform-job/${name}`;
    const work = { store: objects, checkpoints, checkpointMs, stages, fuse, log, progress };
    const keep = (part: string | undefined, line: string) =>
      logs.write(transformStream(logs, { job: name, startTime, part }), line);
    const context = {
      ...work,
      owner,
      startTime,
      signal,
      onLine: (hostname: string, line: string) => keep(containers.length > 1 ? hostname : undefined, line),
      writeDataLog: dataLog(log, owner, (line) => keep('data-log', line)),
    };
    const telling = setInterval(
      () => log.info({ job: name, ...progress.describe() }, 'transform job progress'),
      tellMs,
    );
    telling.unref();
    try {
      const outcome = await runTransformJob(compileTransformPlan(request, containers), context);
      // Who sees that the job has ended reads its log next.
      await logs.flush();
      await this.#end(name, outcome, checkpoints);
    } catch (error) {
      if (stop.signal.reason instanceof JobStoppedError) await this.#end(name, { status: 'Stopped' }, checkpoints);
      // A server that closes leaves the job as it is: the next one continues it.
      else if (!this.#isClosing) throw error;
    } finally {
      clearInterval(telling);
    }
  }

  async #endStopped(name: string, checkpoints: DatabaseCheckpoints): Promise<void> {
    await abandonTransformJob({ checkpoints, store: this.#options.objects });
    await this.#end(name, { status: 'Stopped' }, checkpoints);
  }

  async #end(
    name: string,
    outcome: JobOutcome | { status: 'Stopped' },
    checkpoints: DatabaseCheckpoints,
  ): Promise<void> {
    const { now, log } = this.#options;
    const reason = outcome.status === 'Failed' ? failureReason(outcome.reason) : null;
    const end = { status: outcome.status, failureReason: reason, endedAt: now() };
    let isWritten = false;
    await checkpoints.finish(async (transaction) => {
      isWritten = await transformJobRecords.end(transaction, name, end);
    });
    if (isWritten) log.info({ job: name, ...outcome }, 'transform job ended');
  }

  /** It has not ended: what went wrong concerns the database, not the job. It is tried again from its checkpoint. */
  #onInterrupted(name: string, error: unknown): void {
    if (this.#isClosing) return;
    const isLost = error instanceof LeaseLostError || (error as Error).cause instanceof LeaseLostError;
    const { log, isShared } = this.#options;
    log[isLost ? 'warn' : 'error']({ err: error, job: name }, 'transform job interrupted');
    if (isLost && isShared) return;
    const again = setTimeout(() => {
      if (!this.#isClosing && !this.#running.has(name)) this.begin(name);
    }, againMs);
    again.unref();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    for (const { stop } of this.#running.values()) stop.abort(new Error('The server is closing.'));
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }
}

interface Leased {
  readonly lease: Lease;
  readonly checkpoints: DatabaseCheckpoints;
}
