import { describe, expect, it } from 'vitest';
import { Slots } from '../../../../src/serving/transform-job/chain/slots.ts';

/** Work that is under way until it is asked to end. */
function startable(slots: Slots, log: string[], name: string, weight?: number) {
  let end: () => void = () => undefined;
  const done = slots.run(async () => {
    log.push(name);
    await new Promise<void>((resolve) => (end = resolve));
  }, weight);
  return { end: () => end(), done };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Slots', () => {
  it('runs so much at once, and the rest in the order in which it came', async () => {
    const log: string[] = [];
    const slots = new Slots(2);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => startable(slots, log, name));
    await turn();
    expect(log).toEqual(['a', 'b']);
    b?.end();
    await b?.done;
    await turn();
    expect(log).toEqual(['a', 'b', 'c']);
    a?.end();
    c?.end();
    await Promise.all([a?.done, c?.done]);
  });

  it('lets work that needs all slots run alone, and no later work pass it', async () => {
    const log: string[] = [];
    const slots = new Slots(2);
    const a = startable(slots, log, 'a');
    const alone = startable(slots, log, 'alone', slots.count);
    const late = startable(slots, log, 'late');
    await turn();
    expect(log).toEqual(['a']);
    a.end();
    await turn();
    expect(log).toEqual(['a', 'alone']);
    alone.end();
    await turn();
    expect(log).toEqual(['a', 'alone', 'late']);
    late.end();
    await late.done;
  });

  it('gives its slot back when work fails', async () => {
    const slots = new Slots(1);
    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.run(() => Promise.resolve('next'))).toBe('next');
  });
});
