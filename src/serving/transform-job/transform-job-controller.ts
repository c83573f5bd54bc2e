import { maxReasonLength } from '../../contract/limits.ts';
import type { TransformJobStatus } from '../../contract/statuses.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { Store } from '../../platform/store/store.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import type { StageContext } from '../container/stages.ts';
import { JobProgress } from './job-progress.ts';
import { runTransformJob } from './run-transform-job.ts';
import { Slots } from './slots.ts';
import type { TransformRequest } from './transform-request.ts';

export interface TransformJobControllerOptions {
  readonly store: Store;
  readonly objects: ObjectStore;
  readonly stages: StageContext;
  readonly fuse: boolean;
  readonly log: Logger;
  readonly now: () => number;
  /** Jobs that run at once; the others wait in order of creation. */
  readonly maxRunningJobs: number;
}

interface RunningJob {
  /** False while it waits for its turn. */
  isStarted: boolean;
  readonly stop: AbortController;
  readonly progress: JobProgress;
  done: Promise<void>;
}

/** Runs the jobs of the store; after a restart those that were not finished begin their unfinished objects again. */
export class TransformJobController {
  readonly #options: TransformJobControllerOptions;
  readonly #running = new Map<string, RunningJob>();
  readonly #slots: Slots;
  #closing = false;

  constructor(options: TransformJobControllerOptions) {
    this.#options = options;
    this.#slots = new Slots(options.maxRunningJobs);
  }

  async resume(): Promise<void> {
    const rows = await this.#options.store
      .selectFrom('transform_job')
      .select(['name', 'status'])
      .orderBy('creation_time')
      .execute();
    for (const { name, status } of rows) {
      if (status === 'InProgress') this.begin(name);
      else if (status === 'Stopping') await this.#end(name, 'Stopped', null);
    }
  }

  /** Starts a job that is InProgress in the store, in the background. */
  begin(name: string): void {
    const stop = new AbortController();
    const progress = new JobProgress();
    const job: RunningJob = { isStarted: false, stop, progress, done: Promise.resolve() };
    const start = () => {
      job.isStarted = true;
      return this.#run(name, stop.signal, progress);
    };
    const done = this.#slots
      .run(start)
      .catch((error: unknown) => this.#options.log.error({ err: error, job: name }, 'transform job could not be run'))
      .finally(() => this.#running.delete(name));
    job.done = done;
    this.#running.set(name, job);
  }

  progressOf(name: string): JobProgress | undefined {
    return this.#running.get(name)?.progress;
  }

  /** Stops a job whose row says Stopping. */
  stop(name: string): void {
    const running = this.#running.get(name);
    running?.stop.abort();
    // One that runs ends itself; one that still waits for its turn has nothing to end.
    if (running?.isStarted !== true) void this.#end(name, 'Stopped', null);
  }

  async #run(name: string, signal: AbortSignal, progress: JobProgress): Promise<void> {
    const { store, objects, stages, fuse, log } = this.#options;
    if (this.#closing || signal.aborted) return;
    const row = await store.selectFrom('transform_job').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
    await store
      .updateTable('transform_job')
      .set({ start_time: row.start_time ?? this.#options.now() })
      .where('name', '=', name)
      .execute();
    const context = { store: objects, stages, fuse, log, progress, owner: `transform-job/${name}`, signal };
    try {
      const outcome = await runTransformJob(
        JSON.parse(row.definition) as TransformRequest,
        JSON.parse(row.containers) as StageDefinition[],
        context,
      );
      await this.#end(
        name,
        outcome.status,
        outcome.status === 'Failed' ? outcome.reason.slice(0, maxReasonLength) : null,
      );
    } catch (error) {
      if (!signal.aborted) throw error;
      // A server that closes leaves the job InProgress: the next one goes on with it.
      if (!this.#closing) await this.#end(name, 'Stopped', null);
    }
  }

  async #end(name: string, status: TransformJobStatus, reason: string | null): Promise<void> {
    const now = this.#options.now();
    await this.#options.store
      .updateTable('transform_job')
      .set({ status, failure_reason: reason, end_time: now, last_modified_time: now })
      .where('name', '=', name)
      .execute();
    this.#options.log.info({ job: name, status, ...(reason === null ? {} : { reason }) }, 'transform job ended');
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const { stop } of this.#running.values()) stop.abort();
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }
}
