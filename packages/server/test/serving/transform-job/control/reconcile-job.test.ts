import { describe, expect, it } from 'vitest';
import type { JobStatus } from '../../../../src/contract/statuses.ts';
import {
  type JobAction,
  type JobObservation,
  reconcileJob,
} from '../../../../src/serving/transform-job/control/reconcile-job.ts';

describe('reconcileJob()', () => {
  it.each<[JobStatus | undefined, JobObservation['here'], JobAction]>([
    ['InProgress', 'nothing', 'queue'],
    ['InProgress', 'queued', 'nothing'],
    ['InProgress', 'held', 'run'],
    ['InProgress', 'running', 'nothing'],
    ['Stopping', 'nothing', 'take'],
    ['Stopping', 'queued', 'take'],
    ['Stopping', 'held', 'end'],
    ['Stopping', 'running', 'cut-off'],
    ['Completed', 'nothing', 'nothing'],
    ['Failed', 'queued', 'nothing'],
    ['Stopped', 'held', 'nothing'],
    ['Completed', 'running', 'nothing'],
    [undefined, 'held', 'nothing'],
  ])('of a job %s that is here %s is %s', (status, here, action) => {
    expect(reconcileJob(status, { here }, 1000)).toBe(action);
  });

  it.each<[JobStatus, JobObservation['here'], number, JobAction]>([
    ['InProgress', 'nothing', 1001, 'nothing'],
    ['InProgress', 'nothing', 1000, 'queue'],
    ['Stopping', 'nothing', 1001, 'nothing'],
    ['Stopping', 'nothing', 1000, 'take'],
    ['Stopping', 'running', 1001, 'cut-off'],
    ['InProgress', 'held', 1001, 'run'],
  ])(
    'holds back what was interrupted: a job %s that is here %s until %i is at 1000 %s',
    (status, here, retryAt, action) => {
      expect(reconcileJob(status, { here, retryAt }, 1000)).toBe(action);
    },
  );
});
