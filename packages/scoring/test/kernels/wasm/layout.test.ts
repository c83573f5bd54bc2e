import { describe, expect, it } from 'vitest';
import { cells, layOut, MemoryPlan } from '../../../src/kernels/wasm/layout.ts';
import { MemoryViews, viewOf } from '../../../src/kernels/wasm/memory-views.ts';

describe('layOut()', () => {
  it('places regions in their order, each at a multiple of its alignment', () => {
    const { regions, end } = layOut({
      bytes: cells(3, 1),
      words: cells(2, 4),
      entries: cells(1, 12, 4),
      vectors: cells(2, 16),
    });
    expect(regions).toEqual({
      bytes: { start: 0, end: 3 },
      // 3 is followed by 4, 24 by 32 = 2 * 16.
      words: { start: 4, end: 12 },
      entries: { start: 12, end: 24 },
      vectors: { start: 32, end: 64 },
    });
    expect(end).toBe(64);
  });

  it('begins where it is to', () => {
    expect(layOut({ doubles: cells(1, 8) }, 12)).toEqual({ regions: { doubles: { start: 16, end: 24 } }, end: 24 });
  });
});

describe('MemoryPlan', () => {
  it('gives out regions as they are asked for', () => {
    const plan = new MemoryPlan(6);
    expect(plan.take(cells(0, 4))).toEqual({ start: 8, end: 8 });
    expect(plan.take(cells(1, 2))).toEqual({ start: 8, end: 10 });
    expect(plan.end).toBe(10);
  });
});

describe('MemoryViews', () => {
  it('shows a region as numbers of each kind', () => {
    const views = new MemoryViews(new ArrayBuffer(32));
    const region = { start: 8, end: 16 };
    // IEEE 754: the upper half of the double 1 is 0x3ff00000, as float32 1.875.
    viewOf(views.doubles, region)[0] = 1;
    expect(views.doubles).toEqual(Float64Array.of(0, 1, 0, 0));
    expect(viewOf(views.words, region)).toEqual(Int32Array.of(0, 0x3ff00000));
    expect(viewOf(views.floats, region)).toEqual(Float32Array.of(0, 1.875));
    expect(viewOf(views.bytes, region)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0xf0, 0x3f));
  });
});
