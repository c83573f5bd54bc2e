import { describe, expect, it } from 'vitest';
import { LoadQueue } from '../../../../src/serving/container/multi-model/load-queue.ts';

describe('LoadQueue', () => {
  it('runs four loads at once, and the others when one of them has ended, however it did', async () => {
    const queue = new LoadQueue();
    const ends: ((fails: boolean) => void)[] = [];
    const load = () =>
      queue.run(() => new Promise<void>((done, fail) => ends.push((fails) => (fails ? fail(new Error()) : done()))));
    const loads = Array.from({ length: 6 }, load).map((done) => done.catch(() => 'failed'));
    await Promise.resolve();
    expect(ends).toHaveLength(4);
    ends[2]?.(true);
    expect(await loads[2]).toBe('failed');
    await new Promise(setImmediate);
    expect(ends).toHaveLength(5);
    ends[0]?.(false);
    await loads[0];
    await new Promise(setImmediate);
    expect(ends).toHaveLength(6);
    for (const end of ends) end(false);
    await Promise.all(loads);
    void load();
    await new Promise(setImmediate);
    expect(ends).toHaveLength(7);
  });
});
