import type { JobLedger } from './job-ledger.ts';
import type { RecordPosition } from './splitter.ts';

/** How far a running job is: counters that its run increases and anybody may read. */
export class JobProgress {
  objects = 0;
  objectsDone = 0;
  bytes = 0;
  /** Of the objects as they are stored; of compressed ones only when they are done. */
  bytesDone = 0;
  records = 0;
  /** Records that were set apart. */
  rejected = 0;
  /** Records that an earlier run had done already. */
  recordsBefore = 0;
  readonly startedAt = performance.now();

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
    this.recordsBefore = this.records;
  }

  advance(from: RecordPosition, to: RecordPosition, rejected: number): void {
    this.records += to.record - from.record;
    this.rejected += rejected;
  }
}
