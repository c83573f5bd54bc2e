import { describe, expect, it } from 'vitest';
import { TermCounts } from '../../../src/sklearn/feature-extraction/term-counts.ts';

function counts(): TermCounts {
  const made = new TermCounts(3);
  for (const [row, column, count] of [
    [0, 9, 1],
    [0, 2, 1],
    [0, 9, 1],
    [2, 4, 1],
    [2, 4, -1],
    [2, 1, 1],
  ] as const)
    made.add(row, column, count);
  return made;
}

describe('TermCounts', () => {
  it('are stored in the order of columns, also one that came and went', () => {
    const { starts, columns, values } = counts().toTable(10, false).asSparse();
    expect([...starts]).toEqual([0, 2, 2, 4]);
    expect([...columns]).toEqual([2, 9, 1, 4]);
    expect([...values]).toEqual([1, 2, 1, 0]);
  });

  it('are 1 where it does not matter how often', () => {
    expect([...counts().toTable(10, true).asSparse().values]).toEqual([1, 1, 1, 1]);
  });
});
