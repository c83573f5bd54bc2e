import { expect, it } from 'vitest';
import { maxSleeperBytes, maxSleepers, WakeQueue } from '../../../../src/serving/endpoint/traffic/wake-queue.ts';

const small = { bytes: 1, timeoutMs: 60_000, caller: undefined };

it('requests wait until there is an instance, and each is counted', async () => {
  const queue = new WakeQueue();
  const both = [queue.wait(small), queue.wait(small)];
  expect(queue.count).toBe(2);
  queue.release();
  await Promise.all(both);
  expect([queue.count, queue.takeMissed(), queue.takeMissed()]).toEqual([0, 2, 0]);
});

it('requests that wait are limited in number and bytes', async () => {
  const queue = new WakeQueue();
  const waiting = Array.from({ length: maxSleepers }, () => queue.wait(small));
  await expect(queue.wait(small)).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  queue.release();
  await Promise.all(waiting);
  const half = { ...small, bytes: maxSleeperBytes / 2 };
  const large = [queue.wait(half), queue.wait(half)];
  await expect(queue.wait(small)).rejects.toThrow('as many requests wait for the first one as may');
  queue.release();
  await Promise.all(large);
  const next = queue.wait(small);
  queue.release();
  await next;
});

it('a request waits until its deadline, and as long as its caller is there', async () => {
  const queue = new WakeQueue();
  await expect(queue.wait({ ...small, timeoutMs: 1 })).rejects.toThrow('there was none within 0 seconds');
  let leave = () => undefined as void;
  let isListening = true;
  const caller = {
    onGone: (cancel: () => void) => {
      leave = cancel;
      return () => void (isListening = false);
    },
    begin: <Result>(work: () => Result) => work(),
  };
  const waiting = queue.wait({ ...small, caller });
  leave();
  await expect(waiting).rejects.toThrow('its caller has left');
  expect([isListening, queue.count]).toEqual([false, 0]);
});
