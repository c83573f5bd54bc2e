import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DoubleTrees } from '../../../src/kernels/trees/double-trees.ts';
import { DoubleWalker, type PrepareCell, type VisitLeaves } from '../../../src/kernels/trees/double-walker.ts';
import { ScoringError } from '../../../src/scoring-error.ts';

/** x0 <= 0.1 ? (x2 in {1, 40} ? leaf 3 : leaf 4) : leaf 2, and a leaf alone; a missing x0 goes left, a missing x2 right. */
const trees: DoubleTrees = {
  roots: Int32Array.of(0, 5),
  features: Int32Array.of(0, 2, -1, -1, -1, -1),
  thresholds: Float64Array.of(0.1, 0, 0, 0, 0, 0),
  lefts: Int32Array.of(1, 3, 0, 0, 0, 0),
  rights: Int32Array.of(2, 4, 0, 0, 0, 0),
  missingLeft: Uint8Array.of(1, 0, 0, 0, 0, 0),
  categories: {
    starts: Int32Array.of(-1, 0, -1, -1, -1, -1),
    sizes: Int32Array.of(0, 2, 0, 0, 0, 0),
    bits: Uint32Array.of(0b10, 1 << 8),
  },
};

function leavesOf(
  walker: DoubleWalker,
  values: readonly number[],
  columnCount: number,
  prepare?: PrepareCell,
): number[][] {
  const rowCount = values.length / columnCount;
  const found = Array.from({ length: rowCount }, (): number[] => []);
  const visit: VisitLeaves = ({ tree, first, count, leaves, start }) => {
    for (let row = 0; row < count; row++) found[first + row]![tree] = leaves[start + row]!;
  };
  walker.walk({ values: Float64Array.from(values), rowCount, columnCount }, visit, prepare);
  return found;
}

describe.each([true, false])('DoubleWalker (plain: %s)', (isPlain) => {
  const walker = new DoubleWalker(trees, { isPlain });
  const rows = [
    [0.1, 9, 1],
    [0.1, 9, 40.9],
    [0.1, 9, 2],
    [0.1, 9, -0.5],
    [0.1, 9, -1],
    [0.1, 9, 1e12],
    [0.10000000000000002, 9, 1],
    [Number.NaN, 9, 1],
    [0, 9, Number.NaN],
  ];
  // -0.5 is cut off to 0, which is not in the set.
  const expected = [3, 3, 4, 4, 4, 4, 2, 3, 4].map((leaf) => [leaf, 5]);

  it('compares doubles, looks codes up, and sends missing cells their way', () => {
    expect(leavesOf(walker, rows.flat(), 3)).toEqual(expected);
    expect(rows.map((row) => leavesOf(walker, row, 3)[0])).toEqual(expected);
  });

  it('takes columns that a row lacks as missing', () => {
    expect(leavesOf(walker, [0], 1)).toEqual([[4, 5]]);
  });

  it('looks for features in other columns if asked', () => {
    const moved = new DoubleWalker(trees, { isPlain, columnOf: (feature) => 2 - feature });
    expect(leavesOf(moved, [1, 9, 0.1], 3)).toEqual([[3, 5]]);
  });

  it('compares what cells are prepared to be, named by slot', () => {
    expect([...walker.features]).toEqual([0, 2]);
    expect(leavesOf(walker, [0, 9, 0], 3, (value, slot) => value + slot)).toEqual([[3, 5]]);
  });
});

describe('DoubleWalker', () => {
  it('refuses nodes that are no tree', () => {
    const twice = { ...trees, rights: Int32Array.of(1, 4, 0, 0, 0, 0) };
    expect(() => new DoubleWalker(twice)).toThrow(ScoringError);
    expect(() => new DoubleWalker(twice)).toThrow('node 1 is reached in two ways');
    const splitAtNaN = { ...trees, thresholds: Float64Array.of(Number.NaN, 0, 0, 0, 0, 0) };
    expect(() => new DoubleWalker(splitAtNaN)).toThrow('splits at NaN, in node 0');
  });

  /** A chain or bush: each split hangs its two children at the end of the list. */
  const bush = fc
    .array(
      fc.record({
        at: fc.nat(),
        feature: fc.nat(3),
        threshold: fc.integer({ min: -4, max: 4 }),
        isLeft: fc.boolean(),
        set: fc.option(fc.nat(2 ** 20)),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((splits) => {
      const count = splits.length * 2 + 1;
      const nodes = {
        roots: Int32Array.of(0),
        features: new Int32Array(count).fill(-1),
        thresholds: new Float64Array(count),
        lefts: new Int32Array(count),
        rights: new Int32Array(count),
        missingLeft: new Uint8Array(count),
        categories: {
          starts: new Int32Array(count).fill(-1),
          sizes: new Int32Array(count),
          bits: new Uint32Array(splits.length),
        },
      };
      splits.forEach(({ at, feature, threshold, isLeft, set }, split) => {
        const open = [...nodes.features.keys()].filter((node) => node <= split * 2 && nodes.features[node] === -1);
        const node = open[at % open.length]!;
        nodes.features[node] = feature;
        nodes.thresholds[node] = threshold;
        nodes.lefts[node] = split * 2 + 2;
        nodes.rights[node] = split * 2 + 1;
        nodes.missingLeft[node] = Number(isLeft);
        if (set === null) return;
        nodes.categories.starts[node] = split;
        nodes.categories.sizes[node] = 1;
        nodes.categories.bits[split] = set;
      });
      return nodes;
    });
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -5, max: 20 }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, -0.5, 3.5, 32, 2 ** 31, 1e300, Infinity, -Infinity) },
  );

  it('finds the same leaves by the kernel and plainly', () => {
    const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 140 });
    fc.assert(
      fc.property(bush, fc.boolean(), rows, (nodes, hasCategories, cells) => {
        const given: DoubleTrees = hasCategories ? nodes : { ...nodes, categories: undefined };
        const plain = leavesOf(new DoubleWalker(given, { isPlain: true }), cells.flat(), 4);
        expect(leavesOf(new DoubleWalker(given, { isPlain: false }), cells.flat(), 4)).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });
});
