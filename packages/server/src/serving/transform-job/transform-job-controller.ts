import { setTimeout as delay } from 'node:timers/promises';
import { failureReason } from '../../contract/failure-reason.ts';
import { nameOf } from '../../contract/qualified-name.ts';
import type { JobStatus } from '../../contract/statuses.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import { Semaphore } from '../../util/semaphore.ts';
import type { TransformJobRecord } from '../records/transform-job-record.ts';
import { afterInterruption } from './control/after-interruption.ts';
import { reconcileJob } from './control/reconcile-job.ts';
import { JobProgress } from './job-progress.ts';
import type { JobRunner } from './job-runner.ts';
import { JobStoppedError } from './job-stopped-error.ts';
import { withFurther } from './object-failure.ts';
import type { JobOutcome } from './run-transform-job.ts';
import type { HeldJob, TransformJobStore } from './transform-job-store.ts';

export interface TransformJobControllerOptions {
  readonly jobs: TransformJobStore;
  readonly leases: { take(name: string): Promise<Lease | undefined> };
  /** Whether other servers may take up jobs of the store, and ask for them to be stopped. */
  readonly isShared: boolean;
  readonly runner: Pick<JobRunner, 'run' | 'abandon' | 'close'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Jobs that run at once; the others wait in order of creation. */
  readonly maxRunningJobs: number;
  /** How often jobs of other servers are looked for: those they left, and those they were asked to stop; milliseconds. */
  readonly watchMs?: number;
  /** A job that was interrupted is taken up again after so long, milliseconds. */
  readonly retryMs?: number;
  /** A job begins so late that clients can see it in progress for that long, milliseconds. */
  readonly leastBusyMs?: number;
}

/** A job that this server has taken up. */
interface LocalJob {
  here: 'queued' | 'running';
  readonly stop: AbortController;
  readonly progress: JobProgress;
}

/**
 * Has the jobs of the store run: asks for each what is to be done, and does it. A job is run by who holds its lease; after
 * a restart, or when its server is gone, it goes on from its checkpoints.
 */
export class TransformJobController {
  readonly #options: TransformJobControllerOptions;
  readonly #local = new Map<string, LocalJob>();
  /** When interrupted jobs may be taken up again, by the monotonic clock. */
  readonly #retryAt = new Map<string, number>();
  readonly #work = new Set<Promise<void>>();
  readonly #slots: Semaphore;
  #isClosing = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: TransformJobControllerOptions) {
    this.#options = options;
    this.#slots = new Semaphore(options.maxRunningJobs);
  }

  /** Takes up what was left; where the store is shared, now and ever again. */
  async resume(): Promise<void> {
    await this.#look();
    const { isShared, log, watchMs = 1000 } = this.#options;
    if (!isShared || this.#isClosing) return;
    this.#watch = setInterval(() => {
      this.#look().catch((error: unknown) => log.warn({ err: error }, 'jobs could not be looked for'));
    }, watchMs);
    this.#watch.unref();
  }

  /** Starts a job that is InProgress in the store, in the background. */
  begin(name: string): void {
    this.#reconcile(name, 'InProgress');
  }

  /** Stops a job whose row says Stopping; if another server runs it, that one sees the row. */
  stop(name: string): void {
    this.#reconcile(name, 'Stopping');
  }

  /** Undefined unless it runs here. */
  progressOf(name: string): JobProgress | undefined {
    const job = this.#local.get(name);
    return job?.here === 'running' ? job.progress : undefined;
  }

  /** The names of jobs that run here. */
  running(): string[] {
    return [...this.#local].flatMap(([name, { here }]) => (here === 'running' ? [name] : []));
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    for (const { stop } of this.#local.values()) stop.abort(new Error('The server is closing.'));
    await Promise.all(this.#work);
    await this.#options.runner.close();
  }

  async #look(): Promise<void> {
    for (const { name, status } of await this.#options.jobs.unfinished()) this.#reconcile(name, status);
  }

  #reconcile(name: string, status: JobStatus | undefined): void {
    if (this.#isClosing) return;
    const job = this.#local.get(name);
    const observed = { here: job?.here ?? ('nothing' as const), retryAt: this.#retryAt.get(name) };
    const action = reconcileJob(status, observed, performance.now());
    if (action === 'queue') this.#queue(name);
    else if (action === 'take') this.#do(name, () => this.#take(name, job));
    else if (action === 'cut-off') job?.stop.abort(new JobStoppedError('The job was stopped.'));
  }

  #queue(name: string): void {
    const job: LocalJob = { here: 'queued', stop: new AbortController(), progress: new JobProgress() };
    this.#local.set(name, job);
    this.#do(name, async () => {
      try {
        await this.#slots.run(async () => {
          job.here = 'running';
          if (!this.#isClosing) await this.#take(name, job);
        });
      } finally {
        this.#local.delete(name);
      }
    });
  }

  /** Does something for a job in the background; what goes wrong with it concerns the store. */
  #do(name: string, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => this.#onInterrupted(name, error))
      .finally(() => this.#work.delete(done));
    this.#work.add(done);
  }

  /** Runs a job, or ends it, if its lease can be had. */
  async #take(name: string, job: LocalJob | undefined): Promise<void> {
    const lease = await this.#options.leases.take(`transform-job/${name}`);
    if (lease === undefined) {
      // A name of this server's before this one holds it yet: no other server takes the job up when it has expired.
      if (!this.#options.isShared) this.#retry(name);
      return;
    }
    try {
      const held = this.#options.jobs.hold(name, lease);
      const record = await held.find();
      const action = reconcileJob(record?.status, { here: 'held' }, performance.now());
      if (action === 'end') await this.#endStopped(name, held);
      else if (action === 'run' && record !== undefined && job !== undefined)
        await this.#run(record, job, { held, lease });
    } finally {
      await lease.release();
    }
  }

  async #run(record: TransformJobRecord, { stop, progress }: LocalJob, { held, lease }: Leased): Promise<void> {
    const startTime = record.startedAt ?? this.#options.now();
    if (record.startedAt === undefined) {
      await held.markStarted(startTime);
      this.#options.log.info({ job: record.name }, 'transform job begun');
    }
    const signal = AbortSignal.any([stop.signal, lease.signal]);
    let outcome: JobOutcome;
    try {
      const { checkpoints } = held;
      await this.#holdBack(record, signal);
      outcome = await this.#options.runner.run(record, { checkpoints, startTime, progress, signal });
    } catch (failure) {
      // Whatever else fails then, it does because of that.
      const error: unknown = lease.signal.aborted ? lease.signal.reason : failure;
      const isStopped = stop.signal.reason instanceof JobStoppedError;
      if (this.#after(error, isStopped) !== 'end') throw error;
      return this.#end(record.name, held, { status: 'Stopped' });
    }
    await this.#end(record.name, held, outcome);
  }

  /** Rejects when the job is to stop meanwhile. */
  async #holdBack({ createdAt }: TransformJobRecord, signal: AbortSignal): Promise<void> {
    const { now, leastBusyMs = 0 } = this.#options;
    const ms = leastBusyMs === 0 ? 0 : createdAt + leastBusyMs - now();
    // Another server's clock may be ahead.
    if (ms > 0) await delay(Math.min(ms, leastBusyMs), undefined, { signal });
  }

  async #endStopped(name: string, held: HeldJob): Promise<void> {
    await this.#options.runner.abandon(held.checkpoints);
    await this.#end(name, held, { status: 'Stopped' });
  }

  async #end(name: string, held: HeldJob, outcome: JobOutcome | { status: 'Stopped' }): Promise<void> {
    const { now, log } = this.#options;
    const { status } = outcome;
    const reason = status === 'Failed' ? withFurther(outcome.reason, outcome.further) : undefined;
    const failureReason = reason === undefined ? null : reasonOf(name, reason);
    const isWritten = await held.end({ status, failureReason, endedAt: now() });
    if (isWritten) log.info({ job: name, status, reason }, 'transform job ended');
  }

  #after(error: unknown, isStopped: boolean) {
    const { isShared } = this.#options;
    return afterInterruption({ isStopped, isClosing: this.#isClosing, isLeaseLost: isLeaseLost(error), isShared });
  }

  #onInterrupted(name: string, error: unknown): void {
    if (this.#isClosing) return;
    const { log } = this.#options;
    if (this.#after(error, false) === 'leave')
      return log.warn({ err: error, job: name }, 'transform job left to another server');
    log.error({ err: error, job: name }, 'transform job interrupted');
    this.#retry(name);
  }

  #retry(name: string): void {
    const { jobs, retryMs = 5000 } = this.#options;
    this.#retryAt.set(name, performance.now() + retryMs);
    const retry = async () => {
      this.#retryAt.delete(name);
      this.#reconcile(name, (await jobs.head(name))?.status);
    };
    setTimeout(() => this.#do(name, retry), retryMs).unref();
  }
}

interface Leased {
  readonly held: HeldJob;
  readonly lease: Lease;
}

/** A checkpoint that was refused has the lost lease as its cause. */
const isLeaseLost = (error: unknown) =>
  error instanceof LeaseLostError || (error instanceof Error && error.cause instanceof LeaseLostError);

/** The service's words name the job's logs; where those are here stands behind them. */
function reasonOf(job: string, reason: string): string {
  if (!reason.includes('See job logs')) return failureReason(reason);
  return failureReason(reason, `${reason.endsWith('.') ? '' : '.'} On this server: catenary logs ${nameOf(job)}.`);
}
