import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectGarbage, IdleCollector } from '../../../../src/serving/container/native-threads/idle-collector.ts';

const megabyte = 1024 ** 2;

describe('a thread that is idle', () => {
  let used = 20 * megabyte;
  let kept = used;
  const collect = vi.fn(() => void (used = kept));
  let collector: IdleCollector;
  beforeEach(() => {
    vi.useFakeTimers();
    collect.mockClear();
    kept = used = 20 * megabyte;
    collector = new IdleCollector(collect, () => used);
  });
  afterEach(() => void vi.useRealTimers());

  /** A task that leaves some memory in use, of which a part is no garbage. */
  function work(megabytes: number, keeps = 0): void {
    collector.begin();
    used += megabytes * megabyte;
    kept += keeps * megabyte;
    collector.end();
  }

  it('collects garbage once after large work', () => {
    work(64);
    expect(collect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(1);
    work(64);
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(2);
  });

  it('does not while more work is done', () => {
    work(64);
    collector.begin();
    vi.advanceTimersByTime(60_000);
    expect(collect).not.toHaveBeenCalled();
    collector.end();
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  it('does not for what is little, nor for what is in use for good', () => {
    work(16);
    vi.advanceTimersByTime(60_000);
    expect(collect).not.toHaveBeenCalled();
    work(200, 200);
    vi.advanceTimersByTime(60_000);
    work(1);
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  it('collects very much at once, unless as much is in use for good', () => {
    work(65);
    expect(collect).toHaveBeenCalledTimes(1);
    work(300, 300);
    expect(collect).toHaveBeenCalledTimes(2);
    work(300);
    expect(collect).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(3);
  });

  it('notices what the engine has collected by itself', () => {
    work(200, 200);
    vi.advanceTimersByTime(60_000);
    // A large model was let go of.
    kept = used = 20 * megabyte;
    work(1);
    work(64);
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(2);
  });
});

describe('collecting garbage', () => {
  it('releases the memory of buffers that are no longer reachable', async () => {
    const last = new WeakRef(Buffer.alloc(16 * megabyte));
    // A weak reference keeps its object until the turn ends.
    await setImmediate();
    collectGarbage();
    expect(last.deref()).toBeUndefined();
  });
});
