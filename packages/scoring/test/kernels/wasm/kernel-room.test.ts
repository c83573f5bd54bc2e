import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KernelModule } from '../../../src/kernels/wasm/kernel-code.ts';
import { KernelRoom } from '../../../src/kernels/wasm/kernel-room.ts';
import { KernelScope } from '../../../src/kernels/wasm/kernel-scope.ts';
import { SLAB_BYTES } from '../../../src/kernels/wasm/memory-slab.ts';
import { webAssembly } from '../../../src/kernels/wasm/web-assembly.ts';
import { type IncrementFunctions, increment } from './increment-module.ts';

const engine = webAssembly as NonNullable<typeof webAssembly>;

const module: KernelModule = { name: 'increment of a room', generate: increment };
const open = (bytes: number) => KernelRoom.open<IncrementFunctions>(module, bytes) as KernelRoom<IncrementFunctions>;

describe('KernelRoom', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('has a region of its own, full of zeros, in a memory that others share', () => {
    const [one, other] = [open(100), open(100)];
    expect(other.views).toBe(one.views);
    expect(other.start % 64).toBe(0);
    expect(Math.abs(other.start - one.start)).toBeGreaterThanOrEqual(100);
    one.functions.increment(one.start + 96);
    expect(one.views.words[one.start / 4 + 24]).toBe(1);
    expect(Array.from(other.views.words.subarray(other.start / 4, other.start / 4 + 25))).toEqual(
      Array.from({ length: 25 }, () => 0),
    );
    const { start } = one;
    one.release();
    one.release();
    const again = open(100);
    expect(again.start).toBe(start);
    expect(again.views.words[start / 4 + 24]).toBe(0);
    for (const room of [other, again]) room.release();
  });

  it('takes another memory when one is full, and gives unused memories back', () => {
    const spy = vi.spyOn(engine, 'Memory');
    const rooms = Array.from({ length: 9 }, () => open(SLAB_BYTES / 4));
    expect(spy.mock.calls.length).toBeLessThanOrEqual(3);
    const views = new Set(rooms.map((room) => room.views));
    expect(views.size).toBe(3);
    for (const room of rooms) room.release();
    spy.mockClear();
    for (const room of Array.from({ length: 4 }, () => open(SLAB_BYTES / 4))) room.release();
    expect(spy).not.toHaveBeenCalled();
  });

  it('joins what neighbours gave back, in whatever order', () => {
    const rooms = Array.from({ length: 4 }, () => open(SLAB_BYTES / 4));
    for (const at of [2, 0, 3, 1]) rooms[at]?.release();
    const spy = vi.spyOn(engine, 'Memory');
    const four = Array.from({ length: 4 }, () => open(SLAB_BYTES / 4));
    expect(new Set(four.map((room) => room.views)).size).toBe(1);
    expect(spy).not.toHaveBeenCalled();
    for (const room of four) room.release();
  });

  it('has a memory of its own beyond a quarter of a shared one', () => {
    const [large, small] = [open(SLAB_BYTES / 4 + 1), open(64)];
    expect(large.start).toBe(0);
    expect(large.views).not.toBe(small.views);
    for (const room of [large, small]) room.release();
  });

  it('is given back with the scope that it was opened in', () => {
    const scope = new KernelScope();
    const { start } = scope.run(() => open(4096));
    scope.release();
    expect(open(4096).start).toBe(start);
  });

  it('is absent while the engine refuses, and where none is wanted; an error where nothing else is', () => {
    const other: KernelModule = { name: 'another increment of a room', generate: increment };
    vi.spyOn(engine, 'Instance').mockImplementationOnce(function refused() {
      throw new RangeError('out of memory');
    });
    expect(KernelRoom.open(other, 64)).toBeUndefined();
    expect(KernelRoom.open(other, 64)).toBeDefined();
    expect(new KernelScope('plain').run(() => KernelRoom.open(other, 64))).toBeUndefined();
    vi.spyOn(engine, 'Instance').mockImplementation(function refused() {
      throw new RangeError('out of memory');
    });
    const third: KernelModule = { name: 'a third increment of a room', generate: increment };
    expect(() => new KernelScope('wasm').run(() => KernelRoom.open(third, 64))).toThrow(
      'This engine has no WebAssembly for',
    );
  });
});
