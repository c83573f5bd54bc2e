import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEnsemble } from '../../../src/kernels/trees/build-ensemble.ts';
import { EnsemblePredictor } from '../../../src/kernels/trees/ensemble-predictor.ts';
import type { TreeNodes } from '../../../src/kernels/trees/tree-nodes.ts';

/** x0 < 1 ? (x1 < 2 ? 10 : 20; missing x1 goes left) : 30; a missing x0 goes right. */
const stump: TreeNodes = {
  output: 0,
  leftChild: [1, 3, -1, -1, -1],
  rightChild: [2, 4, -1, -1, -1],
  splitIndex: [0, 1, 0, 0, 0],
  condition: [1, 2, 30, 10, 20],
  defaultLeft: [0, 1, 0, 0, 0],
};

const dense = (values: number[], columnCount: number) =>
  ({ kind: 'dense', values: Float32Array.from(values), rowCount: values.length / columnCount, columnCount }) as const;

describe.each([true, false])('EnsemblePredictor (plain: %s)', (isPlain) => {
  const ensemble = buildEnsemble([stump, stump], { featureCount: 2, outputCount: 1 });
  const predictor = new EnsemblePredictor(ensemble, undefined, isPlain);
  const start = Float32Array.of(0.5);

  it('sum() sends cells below the threshold left, missing ones their default way', () => {
    const rows = [
      [0, 1],
      [0, 2],
      [0, Number.NaN],
      [1, 0],
      [Number.NaN, 0],
      [-Infinity, Infinity],
    ];
    // Twice the leaf and 0.5: 10, 20, 10, 30, 30, 20.
    const expected = [20.5, 40.5, 20.5, 60.5, 60.5, 40.5];
    expect(Array.from(predictor.sum(dense(rows.flat(), 2), { start }))).toEqual(expected);
    const alone = rows.map((row) => predictor.sum(dense(row, 2), { start })[0]);
    expect(alone).toEqual(expected);
  });

  it('sum() takes columns beyond a narrow row as missing', () => {
    expect(Array.from(predictor.sum(dense([0], 1), { start }))).toEqual([20.5]);
  });

  it('sum() stops at endTree', () => {
    expect(Array.from(predictor.sum(dense([0, 1], 2), { start, endTree: 1 }))).toEqual([10.5]);
    expect(Array.from(predictor.sum(dense([0, 1], 2), { start, endTree: 0 }))).toEqual([0.5]);
  });

  it('sum() rounds after every tree', () => {
    // 2^24 + 1 rounds back to 2^24 in float32, twice; 2^24 + (1 + 1) would not.
    const one = { ...stump, condition: [1, 2, 1, 1, 1] };
    const ones = new EnsemblePredictor(
      buildEnsemble([one, one], { featureCount: 2, outputCount: 1 }),
      undefined,
      isPlain,
    );
    expect(ones.sum(dense([0, 0], 2), { start: Float32Array.of(2 ** 24) })[0]).toBe(2 ** 24);
  });

  it('sum() weighs trees', () => {
    const weighted = new EnsemblePredictor(ensemble, Float32Array.of(0.5, 2), isPlain);
    // 10 * 0.5 + 10 * 2 + 0.5
    expect(weighted.sum(dense([0, 0], 2), { start })[0]).toBe(25.5);
  });

  it('sum() keeps outputs apart', () => {
    const two = buildEnsemble([stump, { ...stump, output: 1 }, stump], { featureCount: 2, outputCount: 2 });
    const sums = new EnsemblePredictor(two, undefined, isPlain).sum(dense([0, 0, 1, 1], 2), {
      start: Float32Array.of(0, 0.5),
    });
    expect(Array.from(sums)).toEqual([20, 10.5, 60, 30.5]);
  });

  it('leaves() counts nodes within their tree', () => {
    expect(Array.from(predictor.leaves(dense([0, 1, 1, 0], 2)))).toEqual([3, 3, 2, 2]);
  });
});

/** A random tree over four features: splits take the nodes of a list in order, the rest are leaves. */
const tree: fc.Arbitrary<TreeNodes> = fc
  .array(
    fc.record({ feature: fc.nat(3), threshold: fc.integer({ min: -4, max: 4 }), isLeft: fc.boolean(), at: fc.nat() }),
    { maxLength: 20 },
  )
  .chain((splits) =>
    fc
      .array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 41, maxLength: 41 })
      .map((leaves) => grow(splits, leaves)),
  );

function grow(
  splits: readonly { feature: number; threshold: number; isLeft: boolean; at: number }[],
  leaves: readonly number[],
): TreeNodes {
  const nodes = {
    leftChild: [-1],
    rightChild: [-1],
    splitIndex: [0],
    condition: [leaves[0] as number],
    defaultLeft: [0],
  };
  for (const { feature, threshold, isLeft, at } of splits) {
    const open = nodes.leftChild.flatMap((child, node) => (child < 0 ? [node] : []));
    const node = open[at % open.length] as number;
    const child = nodes.leftChild.length;
    nodes.leftChild[node] = child + 1;
    nodes.rightChild[node] = child;
    nodes.splitIndex[node] = feature;
    nodes.condition[node] = threshold;
    nodes.defaultLeft[node] = isLeft ? 1 : 0;
    for (const leaf of [child, child + 1]) {
      nodes.leftChild[leaf] = -1;
      nodes.rightChild[leaf] = -1;
      nodes.splitIndex[leaf] = 0;
      nodes.condition[leaf] = leaves[leaf] as number;
      nodes.defaultLeft[leaf] = 0;
    }
  }
  return { output: 0, ...nodes };
}

/** The same tree with some splits by category: the codes of bits set in the mask go right. */
function withCategories(nodes: TreeNodes, masks: readonly number[]): TreeNodes {
  const categories = new Map<number, number[]>();
  for (let node = 0; node < nodes.leftChild.length; node++) {
    const mask = masks[node % masks.length] as number;
    if ((nodes.leftChild[node] as number) < 0 || mask < 0) continue;
    const codes = Array.from({ length: 31 }, (_none, code) => code).filter((code) => ((mask >> code) & 1) === 1);
    // Far apart, so that sets differ in their number of words.
    categories.set(
      node,
      codes.map((code) => (code % 3 === 0 ? code * 16 : code)),
    );
  }
  return { ...nodes, categories };
}

/** The same tree with a leaf of three numbers in place of each. */
function withVectors(nodes: TreeNodes): TreeNodes {
  const values = Array.from(nodes.condition).flatMap((value, node) => [value, value / 3, node]);
  return { ...nodes, leafVectors: { values, startOf: (node) => node * 3 } };
}

describe('the fast kernel', () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -5, max: 5 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
    // Codes: in sets or far beyond, with fractions, below 0, and none at all.
    { weight: 2, arbitrary: fc.constantFrom(-0.5, -0, 2.75, 48, 96, 400, 16_777_216, 3e9, Infinity, -Infinity) },
  );
  const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 150 });
  const masks = fc.array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), { minLength: 1, maxLength: 9 });
  const forms = fc.record({ hasCategories: fc.boolean(), hasVectors: fc.boolean() });

  it('sums to the same bits as the plain walk, for any trees, any number of rows, and missing cells', () => {
    fc.assert(
      fc.property(
        fc.array(tree, { minLength: 1, maxLength: 19 }),
        rows,
        masks,
        forms,
        (trees, cells, sets, { hasCategories, hasVectors }) => {
          const placed = trees
            .map((nodes, at) => ({ ...nodes, output: at % 3 }))
            .map((nodes) => (hasCategories ? withCategories(nodes, sets) : nodes))
            .map((nodes) => (hasVectors ? withVectors(nodes) : nodes));
          const ensemble = buildEnsemble(placed, { featureCount: 4, outputCount: 3 });
          const options = { start: Float32Array.of(0.1, 0.2, 0.3) };
          const input = dense(cells.flat(), 4);
          const weights = Float32Array.from(trees, (_tree, at) => 1 / (at + 1));
          const fast = new EnsemblePredictor(ensemble, weights).sum(input, options);
          expect(fast).toEqual(new EnsemblePredictor(ensemble, weights, true).sum(input, options));
        },
      ),
      { numRuns: 300 },
    );
  });
});
