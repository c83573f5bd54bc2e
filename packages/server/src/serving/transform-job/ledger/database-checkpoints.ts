import type { Lease } from '../../../platform/store/lease.ts';
import type { Store, StoreTransaction } from '../../../platform/store/store.ts';
import type { InputObject } from '../records/input-objects.ts';
import type { CheckpointStore, JobCheckpoint } from './checkpoint.ts';
import { checkpointJson, readInputObjects } from './checkpoint-json.ts';

/** Objects in one row: a hundred thousand of them are a hundred rows. */
const objectsPerRow = 1000;

/** Checkpoints of one job in the database, fenced by the job's lease. */
export class DatabaseCheckpoints implements CheckpointStore {
  readonly #store: Store;
  readonly #job: string;
  readonly #lease: Lease;

  constructor(store: Store, job: string, lease: Lease) {
    this.#store = store;
    this.#job = job;
    this.#lease = lease;
  }

  async load(): Promise<{ checkpoint: JobCheckpoint; objects: InputObject[] } | undefined> {
    const row = await this.#store
      .selectFrom('transform_checkpoint')
      .select('state')
      .where('job', '=', this.#job)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const rows = await this.#store
      .selectFrom('transform_input')
      .select('objects')
      .where('job', '=', this.#job)
      .orderBy('part')
      .execute();
    const objects = rows.flatMap(({ objects: part }) => readInputObjects(part, this.#job));
    return { checkpoint: checkpointJson.decode(row.state, this.#job), objects };
  }

  async begin(objects: readonly InputObject[], checkpoint: JobCheckpoint): Promise<void> {
    await this.fenced(async (transaction) => {
      for (let part = 0; part * objectsPerRow < objects.length; part++) {
        const some = objects.slice(part * objectsPerRow, (part + 1) * objectsPerRow);
        await transaction
          .insertInto('transform_input')
          .values({ job: this.#job, part, objects: JSON.stringify(some) })
          .execute();
      }
      await transaction
        .insertInto('transform_checkpoint')
        .values({ job: this.#job, state: checkpointJson.encode(checkpoint) })
        .execute();
    });
  }

  async save(checkpoint: JobCheckpoint): Promise<void> {
    await this.fenced((transaction) => this.#update(transaction, checkpoint));
  }

  /** The job's last word, and `also` with it, in one transaction: the list of objects goes, the counts stay. */
  async finish(also: (transaction: StoreTransaction) => Promise<void>): Promise<void> {
    await this.fenced(async (transaction) => {
      await also(transaction);
      await transaction.deleteFrom('transform_input').where('job', '=', this.#job).execute();
    });
  }

  async #update(transaction: StoreTransaction, checkpoint: JobCheckpoint): Promise<void> {
    await transaction
      .updateTable('transform_checkpoint')
      .set({ state: checkpointJson.encode(checkpoint) })
      .where('job', '=', this.#job)
      .execute();
  }

  /** Work in one transaction, which is undone if the lease is another server's: rejects with `LeaseLostError` then. */
  async fenced(work: (transaction: StoreTransaction) => Promise<void>): Promise<void> {
    await this.#store.transaction().execute(async (transaction) => {
      await this.#lease.fence(transaction);
      await work(transaction);
    });
  }
}

/** How far a job is, or was when it ended; undefined if it was never begun. */
export async function readJobCheckpoint(store: Store, job: string): Promise<JobCheckpoint | undefined> {
  const row = await store.selectFrom('transform_checkpoint').select('state').where('job', '=', job).executeTakeFirst();
  return row === undefined ? undefined : checkpointJson.decode(row.state, job);
}
