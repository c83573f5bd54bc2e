import { describe, expect, it } from 'vitest';
import { LoadTurns } from '../../../src/serving/container/load-turns.ts';

describe('LoadTurns', () => {
  it('runs one load after the other, with turns of the event loop between them', async () => {
    const turns = new LoadTurns();
    const happened: string[] = [];
    const load = (name: string) =>
      turns.take(async () => {
        happened.push(`${name} begins`);
        await Promise.resolve();
        happened.push(`${name} ends`);
      });
    const loads = [load('a'), load('b')];
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await new Promise((resolve) => setImmediate(resolve));
        if (happened.at(-1) !== 'other') happened.push('other');
      }
    })();
    await Promise.all(loads);
    isOver = true;
    await others;
    expect(happened).toEqual(['a begins', 'a ends', 'other', 'b begins', 'b ends', 'other']);
  });

  it('continues after a load that fails', async () => {
    const turns = new LoadTurns();
    await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(turns.take(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
