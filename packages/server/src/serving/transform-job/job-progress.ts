import { present } from '@catenary/scoring/internal/values';
import type { JobLedger } from './ledger/job-ledger.ts';
import type { RecordPosition } from './records/splitter.ts';

/** How far a running job is: counters that its run increases and any code may read. */
export class JobProgress {
  objects = 0;
  objectsDone = 0;
  bytes = 0;
  /** Of the objects as they are stored; of compressed ones only when they are done. */
  bytesDone = 0;
  records = 0;
  /** Records that were set apart. */
  rejected = 0;
  /** What an earlier run had done already: it says nothing of how fast this one is. */
  #recordsBefore = 0;
  #bytesBefore = 0;
  readonly #startedAt = performance.now();

  start({ objects, state }: JobLedger): void {
    this.objects = objects.length;
    this.bytes = objects.reduce((sum, { size }) => sum + size, 0);
    this.objectsDone = state.objectsDone;
    this.bytesDone = state.bytesDone;
    this.records = state.records;
    this.rejected = state.rejected;
    for (const { position, rejectedCount } of Object.values(state.open)) {
      this.records += position.record;
      this.rejected += rejectedCount;
    }
    this.#recordsBefore = this.records;
    this.#bytesBefore = state.bytesDone;
    for (const [ordinal, { position }] of Object.entries(state.open))
      this.#bytesBefore += Math.min(position.byte, objects[Number(ordinal)]?.size ?? 0);
  }

  /**
   * Plain numbers for people. `recordsPerSecond` and `secondsLeft` (absent while they are unknown) count from the start
   * of the run in this process; `secondsLeft` takes the objects' bytes that are left to take as long as those that are
   * done.
   */
  describe(): object {
    const { objects, objectsDone, bytes, bytesDone, records, rejected } = this;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const bytesPerSecond = (bytesDone - this.#bytesBefore) / seconds;
    return {
      objects,
      objectsDone,
      bytes,
      bytesDone,
      records,
      rejected,
      seconds: Math.round(seconds * 10) / 10,
      recordsPerSecond: Math.round((records - this.#recordsBefore) / seconds),
      ...present({ secondsLeft: bytesPerSecond > 0 ? Math.round((bytes - bytesDone) / bytesPerSecond) : undefined }),
    };
  }

  advance(from: RecordPosition, to: RecordPosition, rejected: number): void {
    this.records += to.record - from.record;
    this.rejected += rejected;
  }
}
