import type { InputObject } from './input-objects.ts';

/** How far a running job is: counters that its run increases and anybody may read. */
export class JobProgress {
  objects = 0;
  objectsDone = 0;
  bytes = 0;
  bytesDone = 0;
  records = 0;
  readonly startedAt = performance.now();

  start(objects: readonly InputObject[]): void {
    this.objects = objects.length;
    this.bytes = objects.reduce((sum, { size }) => sum + size, 0);
  }

  readonly addRecords = (count: number): void => {
    this.records += count;
  };

  finishObject(object: InputObject): void {
    this.objectsDone++;
    this.bytesDone += object.size;
  }
}
