import { describe, expect, it } from 'vitest';
import { BufferPool } from '../../src/util/buffer-pool.ts';

describe('BufferPool', () => {
  it('gives what was given back, and nothing that is still in use', () => {
    const pool = new BufferPool(64, 2);
    const [first, second] = [pool.take(), pool.take()];
    expect([first.byteLength, second.byteLength]).toEqual([64, 64]);
    expect(first).not.toBe(second);
    pool.giveBack(first);
    expect(pool.take()).toBe(first);
    expect(pool.take()).not.toBe(first);
  });

  it('takes a buffer back once, and none that it did not lend', () => {
    const pool = new BufferPool(64, 4);
    const buffer = pool.take();
    expect(pool.hasLent(buffer)).toBe(true);
    pool.giveBack(buffer);
    pool.giveBack(buffer);
    expect(pool.hasLent(buffer)).toBe(false);
    const foreign = new ArrayBuffer(64);
    pool.giveBack(foreign);
    expect(pool.take()).toBe(buffer);
    expect([buffer, foreign]).not.toContain(pool.take());
  });

  it('takes over buffers of its size, as many as it keeps', () => {
    const pool = new BufferPool(64, 1);
    pool.adopt(new ArrayBuffer(63));
    const [one, other] = [new ArrayBuffer(64), new ArrayBuffer(64)];
    pool.adopt(one);
    pool.adopt(other);
    expect(pool.take()).toBe(one);
    expect(pool.take()).not.toBe(other);
  });
});
