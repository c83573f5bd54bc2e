import { expect, it } from 'vitest';
import { OrderedWork } from '../../src/util/ordered-work.ts';

it('is done in order for one key and at once for different ones, whatever fails', async () => {
  const done: string[] = [];
  const failed: unknown[] = [];
  const work = new OrderedWork((key, error) => failed.push([key, error]));
  const gate = Promise.withResolvers<void>();
  const broken = new Error('broken');
  void work.add('a', async () => {
    await gate.promise;
    done.push('a1');
    throw broken;
  });
  void work.add('a', async () => {
    done.push('a2');
  });
  void work.add('b', async () => {
    done.push('b1');
    gate.resolve();
  });
  expect(work.has('a')).toBe(true);
  await work.settled();
  expect(done).toEqual(['b1', 'a1', 'a2']);
  expect(failed).toEqual([['a', broken]]);
  expect([work.has('a'), work.has('b')]).toEqual([false, false]);
});
