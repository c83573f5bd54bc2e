import { present } from '@catenary/scoring/internal/values';
import { failureReason } from '../../contract/failure-reason.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { Store } from '../../platform/store/store.ts';
import { type SparkRunEnd, type SparkRunRecord, sparkRunRecords } from '../records/spark-run-record.ts';
import type { SparkRunner } from './spark-runner.ts';
import type { SparkSubmission } from './spark-submission.ts';
import { startable } from './startable.ts';

export interface SparkControllerOptions {
  readonly store: Store;
  readonly leases: Pick<Leases, 'take'>;
  readonly runner: Pick<SparkRunner, 'run' | 'removeLeft'>;
  /** Runs of this server at once. */
  readonly maxRuns: number;
  /** What a resource makes of the end of a run of its, in the same transaction. */
  readonly ended?: (transaction: Store, run: SparkRunRecord, end: SparkRunEnd) => Promise<void>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How often runs that no server works on are looked for, milliseconds. */
  readonly watchMs?: number;
}

class StoppedError extends Error {}

/** The reason of a run whose server was killed. */
const leftMessage =
  'The server ended while the run was under way, and the run with it. It is not repeated, since a script may have written a part of its output: start it again.';

/**
 * Runs what is queued in the store, in the order that it was asked for. The server that holds the lease of a run works on it; what a
 * killed server left is Failed, and nothing is repeated.
 */
export class SparkController {
  readonly #options: SparkControllerOptions;
  readonly #stops = new Map<string, AbortController>();
  readonly #work = new Set<Promise<void>>();
  #looking: Promise<void> = Promise.resolve();
  #isClosing = false;
  #isStoreDown = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: SparkControllerOptions) {
    this.#options = options;
  }

  /** Settles what was left, and begins what is queued: this server can be asked by now. */
  async resume(): Promise<void> {
    await this.#options.runner.removeLeft();
    await this.look();
    this.#watch = setInterval(() => void this.look(), this.#options.watchMs ?? 2000).unref();
  }

  /** Begins what may begin, stops what is to stop, and settles what a server left. Never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => (this.#isClosing ? undefined : this.#look()))
      .then(() => {
        this.#isStoreDown = false;
      })
      .catch((error: unknown) => {
        if (!this.#isClosing && !this.#isStoreDown)
          this.#options.log.warn({ err: error }, 'runs of Spark could not be looked at');
        this.#isStoreDown = true;
      });
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    for (const stop of this.#stops.values()) stop.abort(new Error('The server is closing.'));
    await this.#looking;
    await Promise.all(this.#work);
  }

  async #look(): Promise<void> {
    const runs = await sparkRunRecords.unfinished(this.#options.store);
    for (const { id, status } of runs) {
      if (status === 'Stopping') this.#stops.get(id)?.abort(new StoppedError('The run was stopped.'));
      if (status !== 'Queued' && !this.#stops.has(id)) await this.#settle(id);
    }
    for (const id of startable(runs, this.#options.maxRuns - this.#stops.size)) this.#begin(id);
  }

  /** What is under way, and not here: by a server that is no more, if its lease can be had. */
  async #settle(id: string): Promise<void> {
    const { leases, store } = this.#options;
    const lease = await leases.take(leaseOf(id));
    if (lease === undefined) return;
    try {
      const run = await sparkRunRecords.find(store, id);
      if (run?.status === 'Running') await this.#end(run, lease, { status: 'Failed', message: leftMessage });
      else if (run?.status === 'Stopping')
        await this.#end(run, lease, { status: run.startedAt === undefined ? 'Cancelled' : 'Stopped' });
    } finally {
      await lease.release();
    }
  }

  #begin(id: string): void {
    const stop = new AbortController();
    this.#stops.set(id, stop);
    const done = this.#take(id, stop.signal)
      .catch((error: unknown) => this.#onFault(id, error))
      .finally(() => {
        this.#stops.delete(id);
        this.#work.delete(done);
        if (!this.#isClosing) void this.look();
      });
    this.#work.add(done);
  }

  async #take(id: string, stop: AbortSignal): Promise<void> {
    const { store, leases, now } = this.#options;
    const lease = await leases.take(leaseOf(id));
    if (lease === undefined) return;
    try {
      const run = await sparkRunRecords.find(store, id);
      if (run !== undefined && (await sparkRunRecords.begin(store, id, now()))) await this.#run(run, lease, stop);
    } finally {
      await lease.release();
    }
  }

  async #run(run: SparkRunRecord, lease: Lease, stop: AbortSignal): Promise<void> {
    const { runner, log } = this.#options;
    log.info({ run: run.id, of: run.parent }, 'run of Spark begun');
    // It was checked when it was stored.
    const submission = run.definition.submission as unknown as SparkSubmission;
    const outcome = await runner
      .run(run.id, submission, AbortSignal.any([stop, lease.signal]))
      .catch((error: Error) => ({ status: 'Failed' as const, message: `InternalServerError: ${error.message}` }));
    if (lease.signal.aborted) throw lease.signal.reason;
    const isLeft = this.#isClosing && outcome.status === 'Stopped' && !(stop.reason instanceof StoppedError);
    await this.#end(run, lease, isLeft ? { status: 'Failed', message: leftMessage } : outcome);
  }

  async #end(run: SparkRunRecord, lease: Lease, outcome: Omit<SparkRunEnd, 'endedAt'>): Promise<void> {
    const { store, now, log, ended } = this.#options;
    const message = outcome.message === undefined ? undefined : failureReason(outcome.message);
    const end = { ...outcome, ...present({ message }), endedAt: now() };
    await store.transaction().execute(async (transaction) => {
      await lease.fence(transaction);
      if (await sparkRunRecords.end(transaction, run.id, end)) await ended?.(transaction, run, end);
    });
    log.info({ run: run.id, of: run.parent, ...end }, 'run of Spark ended');
  }

  #onFault(id: string, error: unknown): void {
    if (this.#isClosing) return;
    const { log } = this.#options;
    if (error instanceof LeaseLostError) log.warn({ run: id }, 'run of Spark left to another server');
    else log.error({ err: error, run: id }, 'run of Spark interrupted');
  }
}

const leaseOf = (id: string) => `spark-run/${id}`;
