import { present } from '@catenary/scoring/internal/values';
import { failureReason } from '../../contract/failure-reason.ts';
import { hourMs } from '../../platform/metrics/metric.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { Store } from '../../platform/store/store.ts';
import type { Semaphore } from '../../util/semaphore.ts';
import {
  type NewProcessingJob,
  type ProcessingJobEnd,
  type ProcessingJobRecord,
  processingJobRecords,
} from '../records/processing-job-record.ts';
import { beginDueExecutions } from './begin-due-executions.ts';
import { followUp, insertFollowUp } from './follow-up.ts';

/** How a job ended. */
export type JobOutcome = Omit<ProcessingJobEnd, 'endedAt'>;

/** Carries out processing jobs. */
export interface JobRunner {
  /** Where a job waits for its turn. */
  turnsOf(job: ProcessingJobRecord): Pick<Semaphore, 'run'>;
  /** `isAgain`: it was begun before, by a server that is no more. */
  run(job: ProcessingJobRecord, signal: AbortSignal, isAgain: boolean): Promise<JobOutcome>;
}

export interface MonitoringControllerOptions {
  readonly store: Store;
  readonly leases: Pick<Leases, 'take'>;
  readonly runner: JobRunner;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How often schedules, and jobs that no server runs, are looked for; milliseconds. */
  readonly watchMs?: number;
}

/** StopProcessingJob asked for it. */
class StoppedError extends Error {}

/** How often a job is tried that fails by no fault of its own. */
const maxTries = 3;
/** How often old executions are dropped from the store. */
const dropMs = hourMs;

/**
 * Runs the processing jobs of the store, each when it has its turn among those of its kind, and creates those of monitoring schedules when
 * they are due. The server that holds the lease of a job runs it. Results of analyses are written when all data is read: one that was
 * interrupted begins again.
 */
export class MonitoringController {
  readonly #options: MonitoringControllerOptions;
  /** Jobs that are queued here or run here. */
  readonly #stops = new Map<string, AbortController>();
  readonly #tries = new Map<string, number>();
  /** What was said of jobs that are not through: the same again is no news. */
  readonly #faults = new Map<string, string>();
  readonly #work = new Set<Promise<void>>();
  #isClosing = false;
  #isStoreDown = false;
  /** Schedules that could not be looked at the last time. */
  #failedSchedules: ReadonlySet<string> = new Set();
  /** When old executions are dropped next, milliseconds since 1970. */
  #nextDrop = 0;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: MonitoringControllerOptions) {
    this.#options = options;
  }

  /** Takes up what was left, and begins to look at schedules. */
  async resume(): Promise<void> {
    await this.look();
    this.#watch = setInterval(() => void this.look(), this.#options.watchMs ?? 2000).unref();
  }

  /** Begins what is due, and takes up jobs that are not finished. Never rejects. */
  async look(): Promise<void> {
    if (this.#isClosing) return;
    const done = this.#look()
      .then(() => {
        this.#isStoreDown = false;
      })
      .catch((error: unknown) => this.#onStoreFault(error))
      .finally(() => this.#work.delete(done));
    this.#work.add(done);
    await done;
  }

  /** Runs a job of the store when it has its turn, in the background. */
  begin(name: string): void {
    if (this.#isClosing || this.#stops.has(name)) return;
    const stop = new AbortController();
    this.#stops.set(name, stop);
    this.#keep(name, this.#queue(name, stop.signal), () => this.#stops.delete(name));
  }

  /** Ends a job whose row says Stopping: one that waits does not wait for its turn. */
  stop(name: string): void {
    if (this.#isClosing) return;
    this.#stops.get(name)?.abort(new StoppedError('The job was stopped.'));
    this.#keep(name, this.#settle(name));
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    for (const stop of this.#stops.values()) stop.abort(new Error('The server is closing.'));
    await Promise.all(this.#work);
  }

  async #look(): Promise<void> {
    const { store, now } = this.#options;
    const failed = new Set<string>();
    await beginDueExecutions(store, now(), (schedule, error) => {
      failed.add(schedule);
      this.#onScheduleFault(schedule, error);
    });
    this.#failedSchedules = failed;
    const jobs = await processingJobRecords.unfinished(store);
    for (const { name, status } of jobs) {
      if (status === 'Stopping') this.stop(name);
      else this.begin(name);
    }
    const names = new Set(jobs.map(({ name }) => name));
    for (const name of this.#faults.keys()) if (!names.has(name)) this.#faults.delete(name);
    await this.#dropOld();
  }

  /** Work on a job that goes on in the background. */
  #keep(name: string, work: Promise<void>, onEnd?: () => void): void {
    const done = work
      .catch((error: unknown) => this.#onFault(name, error))
      .finally(() => {
        onEnd?.();
        this.#work.delete(done);
      });
    this.#work.add(done);
  }

  /** Logs once that a schedule fails, not every time. */
  #onScheduleFault(schedule: string, error: unknown): void {
    if (this.#isClosing || this.#failedSchedules.has(schedule)) return;
    this.#options.log.warn({ err: error, schedule }, 'a monitoring schedule could not be looked at');
  }

  async #dropOld(): Promise<void> {
    const { store, now } = this.#options;
    if (now() < this.#nextDrop) return;
    this.#nextDrop = now() + dropMs;
    await processingJobRecords.dropOld(store, now());
  }

  /** Logs once that the store is out of reach, not every time. */
  #onStoreFault(error: unknown): void {
    if (!this.#isClosing && !this.#isStoreDown)
      this.#options.log.warn({ err: error }, 'monitoring schedules could not be looked at');
    this.#isStoreDown = true;
  }

  async #queue(name: string, signal: AbortSignal): Promise<void> {
    const { store, runner } = this.#options;
    const job = await processingJobRecords.find(store, name);
    if (job !== undefined) await runner.turnsOf(job).run(() => this.#take(name, signal));
  }

  async #take(name: string, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    await this.#withLease(name, async (lease) => {
      const job = await processingJobRecords.find(store, name);
      if (job?.status === 'InProgress') await this.#run(job, lease, signal);
    });
  }

  /** Whoever runs the job has its lease, and ends it. */
  async #settle(name: string): Promise<void> {
    await this.#withLease(name, async (lease) => {
      const job = await processingJobRecords.head(this.#options.store, name);
      if (job?.status === 'Stopping') await this.#end(name, lease, { status: 'Stopped' });
    });
  }

  async #withLease(name: string, work: (lease: Lease) => Promise<void>): Promise<void> {
    if (this.#isClosing) return;
    const lease = await this.#options.leases.take(`processing-job/${name}`);
    if (lease === undefined) return;
    try {
      await work(lease);
    } finally {
      await lease.release();
    }
  }

  async #run(job: ProcessingJobRecord, lease: Lease, stop: AbortSignal): Promise<void> {
    const { runner, store, now, log } = this.#options;
    const startedAt = job.startedAt ?? now();
    await processingJobRecords.markStarted(store, job.name, startedAt);
    log.info({ job: job.name }, 'processing job begun');
    try {
      const isAgain = job.startedAt !== undefined;
      const outcome = await runner.run({ ...job, startedAt }, AbortSignal.any([stop, lease.signal]), isAgain);
      const next = outcome.status === 'Completed' ? followUp(job, now()) : undefined;
      await this.#end(job.name, lease, { ...outcome, ...present({ next }) });
    } catch (error) {
      if (lease.signal.aborted) throw lease.signal.reason;
      if (stop.reason instanceof StoppedError) return this.#end(job.name, lease, { status: 'Stopped' });
      if (this.#isClosing || !this.#isLastTry(job.name)) throw error;
      const reason = `InternalServerError: ${error instanceof Error ? error.message : String(error)}`;
      await this.#end(job.name, lease, { status: 'Failed', failureReason: failureReason(reason) });
    }
  }

  /** `next`: the job that follows, which is there as soon as this one has ended. */
  async #end(
    name: string,
    lease: Lease,
    { next, ...outcome }: JobOutcome & { readonly next?: NewProcessingJob },
  ): Promise<void> {
    const { store, now, log } = this.#options;
    await store.transaction().execute(async (transaction) => {
      await lease.fence(transaction);
      if (next !== undefined) await insertFollowUp(transaction, name, next);
      await processingJobRecords.end(transaction, name, { ...outcome, endedAt: now() });
    });
    this.#tries.delete(name);
    log.info({ job: name, ...outcome }, 'processing job ended');
    if (next !== undefined) this.begin(next.name);
  }

  #isLastTry(name: string): boolean {
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    return tries >= maxTries;
  }

  /** The job is taken up again when jobs are looked for. */
  #onFault(name: string, error: unknown): void {
    const said = String(error);
    if (this.#isClosing || this.#faults.get(name) === said) return;
    this.#faults.set(name, said);
    const { log } = this.#options;
    if (error instanceof LeaseLostError) log.warn({ job: name }, 'processing job left to another server');
    else log.error({ err: error, job: name }, 'processing job interrupted');
  }
}
