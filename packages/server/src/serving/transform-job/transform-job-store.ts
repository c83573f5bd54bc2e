import type { Lease } from '../../platform/store/lease.ts';
import type { Store } from '../../platform/store/store.ts';
import {
  type TransformJobEnd,
  type TransformJobHead,
  type TransformJobRecord,
  transformJobRecords,
} from '../records/transform-job-record.ts';
import type { CheckpointStore } from './ledger/checkpoint.ts';
import { DatabaseCheckpoints } from './ledger/database-checkpoints.ts';

/** A job whose lease is held: what is written of it is refused with `LeaseLostError` once another server has that. */
export interface HeldJob {
  readonly checkpoints: CheckpointStore;
  find(): Promise<TransformJobRecord | undefined>;
  /** `now`: milliseconds since 1970. */
  markStarted(now: number): Promise<void>;
  /** The list of its objects goes with it. False if it has ended already. */
  end(end: TransformJobEnd): Promise<boolean>;
}

/** What the controller of transform jobs reads and writes. */
export interface TransformJobStore {
  /** Jobs that have not ended, in order of creation. */
  unfinished(): Promise<Pick<TransformJobHead, 'name' | 'status'>[]>;
  head(name: string): Promise<TransformJobHead | undefined>;
  hold(name: string, lease: Lease): HeldJob;
}

export const transformJobStore = (db: Store): TransformJobStore => ({
  unfinished: () => transformJobRecords.unfinished(db),
  head: (name) => transformJobRecords.head(db, name),
  hold(name, lease) {
    const checkpoints = new DatabaseCheckpoints(db, name, lease);
    return {
      checkpoints,
      find: () => transformJobRecords.find(db, name),
      markStarted: (now) =>
        checkpoints.fenced((transaction) => transformJobRecords.markStarted(transaction, name, now)),
      async end(end) {
        let isWritten = false;
        await checkpoints.finish(async (transaction) => {
          isWritten = await transformJobRecords.end(transaction, name, end);
        });
        return isWritten;
      },
    };
  },
});
