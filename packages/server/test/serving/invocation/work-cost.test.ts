import { describe, expect, it } from 'vitest';
import { WorkCost } from '../../../src/serving/invocation/work-cost.ts';

/** A chain whose requests take so many milliseconds, all of them of the processor; it is looked at when it is watched. */
function asked(cost: WorkCost, bytes: number, ms: number, times = 1): WorkCost {
  for (let time = 0; time < times; time++)
    if (!cost.isQuick(bytes)) cost.recordElsewhere(bytes, ms, false);
    else if (cost.isLong(ms)) cost.recordLong(bytes, ms, cost.isWatched);
    else cost.record(bytes, ms);
  return cost;
}

describe('WorkCost', () => {
  it('takes up to 16 KiB to be quick before anything is known', () => {
    const cost = new WorkCost();
    expect([100, 16_384, 16_385, 6_000_000].map((bytes) => cost.isQuick(bytes))).toEqual([true, true, false, false]);
  });

  it('takes no request to be quick that may read a large model for each row', () => {
    expect(new WorkCost(500).isQuick(10)).toBe(false);
  });

  it('lets a large request stay once it has been measured to be quick, and smaller ones with it', () => {
    const cost = asked(new WorkCost(), 100_000, 1.5);
    expect(cost.isQuick(100_000)).toBe(true);
    expect(cost.isQuick(40_000)).toBe(true);
    expect(cost.isQuick(400_000)).toBe(false);
  });

  it('sends away at once what has taken very long', () => {
    expect(asked(new WorkCost(), 100, 1000).isQuick(100)).toBe(false);
  });

  it('sends away what takes somewhat too long when 150 ms of it have been answered, counted from the second one', () => {
    const cost = asked(new WorkCost(), 100, 5, 30);
    expect([cost.isQuick(100), cost.isWatched]).toEqual([true, true]);
    expect(asked(cost, 100, 5).isQuick(100)).toBe(false);
  });

  it('lets code that runs for the first time be slow for some requests', () => {
    const cost = new WorkCost();
    for (const ms of [38, 20, 8, 3, 5, 1, 1, 1, 14, 0.1]) asked(cost, 100, ms);
    expect(cost.isQuick(100)).toBe(true);
  });

  it('lets a garbage collection meet a request in forty', () => {
    const cost = new WorkCost();
    for (let time = 0; time < 4000; time++) asked(cost, 100, time % 40 === 0 ? 20 : 0.05);
    expect(cost.isQuick(100)).toBe(true);
  });

  it('sends away a size of which one in ten takes 30 ms', () => {
    const cost = new WorkCost();
    for (let time = 0; time < 400 && cost.isQuick(100); time++) asked(cost, 100, time % 10 === 0 ? 30 : 0.05);
    expect(cost.isQuick(100)).toBe(false);
  });

  it('is not misled by time slices of other processes, in which no CPU time passes', () => {
    const cost = new WorkCost();
    for (let time = 0; time < 1000; time++)
      if (time % 10 !== 0) cost.record(100, 0.05);
      else cost.recordLong(100, cost.isWatched ? 0.05 : 9, cost.isWatched);
    expect(cost.isQuick(100)).toBe(true);
  });

  it('takes back what was no more than possible', () => {
    const cost = new WorkCost();
    cost.recordLong(100, 160, false);
    expect(cost.isQuick(100)).toBe(false);
    cost.recordElsewhere(100, 0.2, false);
    expect(cost.isQuick(100)).toBe(true);
  });

  it('remembers a dear request over many cheap ones of its size', () => {
    const cost = asked(new WorkCost(), 1000, 0.1, 10);
    cost.recordElsewhere(1000, 100, false);
    for (let time = 0; time < 20; time++) cost.recordElsewhere(1000, 0.1, false);
    expect(cost.isQuick(1000)).toBe(false);
    for (let time = 0; time < 200; time++) cost.recordElsewhere(1000, 0.1, false);
    expect(cost.isQuick(1000)).toBe(true);
  });

  it('expects more rows to take longer where a row takes long', () => {
    expect(asked(new WorkCost(), 100, 1.5, 3).isQuick(1600)).toBe(false);
    expect(asked(new WorkCost(), 100, 0.05, 3).isQuick(1600)).toBe(true);
  });
});
