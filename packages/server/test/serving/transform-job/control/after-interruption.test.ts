import { describe, expect, it } from 'vitest';
import { afterInterruption } from '../../../../src/serving/transform-job/control/after-interruption.ts';

const none = { isStopped: false, isClosing: false, isLeaseLost: false, isShared: false };

describe('afterInterruption()', () => {
  it.each([
    ['a failure of the store', {}, 'retry'],
    ['a failure of a shared store', { isShared: true }, 'retry'],
    ['a stop', { isStopped: true }, 'end'],
    ['a stop while the server closes', { isStopped: true, isClosing: true }, 'end'],
    ['the end of the server', { isClosing: true }, 'leave'],
    ['a lease that another server has', { isLeaseLost: true, isShared: true }, 'leave'],
    ['a stop of a job that another server has', { isLeaseLost: true, isShared: true, isStopped: true }, 'leave'],
    ['a lease that was not renewed, where no other server can have it', { isLeaseLost: true }, 'retry'],
    [
      'the same, where the job was stopped: it is ended under the next lease',
      { isLeaseLost: true, isStopped: true },
      'retry',
    ],
    ['the same, while the server closes', { isLeaseLost: true, isClosing: true }, 'leave'],
  ])('of %s', (_name, what, expected) => {
    expect(afterInterruption({ ...none, ...what })).toBe(expected);
  });
});
