import { describe, expect, it } from 'vitest';
import { Semaphore } from '../../src/util/semaphore.ts';

/** Work that is under way until it is asked to end. */
function startable(semaphore: Semaphore, log: string[], name: string, weight?: number) {
  let end: () => void = () => undefined;
  const done = semaphore.run(async () => {
    log.push(name);
    await new Promise<void>((resolve) => (end = resolve));
  }, weight);
  return { end: () => end(), done };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Semaphore', () => {
  it('runs so much at once, and the rest in the order in which it came', async () => {
    const log: string[] = [];
    const semaphore = new Semaphore(2);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => startable(semaphore, log, name));
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

  it('lets work that needs all places run alone, and no later work pass it', async () => {
    const log: string[] = [];
    const semaphore = new Semaphore(2);
    const a = startable(semaphore, log, 'a');
    const alone = startable(semaphore, log, 'alone', semaphore.count);
    const late = startable(semaphore, log, 'late');
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

  it('gives places to be given back later, in the order in which they were asked for', async () => {
    const semaphore = new Semaphore(1);
    const log: string[] = [];
    const giveBack = await semaphore.take();
    const second = semaphore.take().then((back) => {
      log.push('second');
      return back;
    });
    const third = semaphore.run(async () => void log.push('third'));
    await turn();
    expect(log).toEqual([]);
    giveBack();
    const back = await second;
    await turn();
    expect(log).toEqual(['second']);
    back();
    await third;
    expect(log).toEqual(['second', 'third']);
  });

  it('gives its place back when work fails', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await semaphore.run(() => Promise.resolve('next'))).toBe('next');
  });
});
