import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEnsemble } from '../../../src/kernels/trees/build-ensemble.ts';
import { EnsemblePredictor } from '../../../src/kernels/trees/ensemble-predictor.ts';
import type { TreeNodes } from '../../../src/kernels/trees/tree-nodes.ts';
import { BitKernel } from '../../../src/kernels/trees/wasm/bit-kernel.ts';
import { GROUP_ROWS } from '../../../src/kernels/trees/wasm/bit-module.ts';

/** x0 < threshold ? left : (the same question again, so 1000 is never reached) ? 1000 : right. */
const asked = (threshold: number, [left, right]: readonly [number, number], isMissingLeft = false): TreeNodes => ({
  output: 0,
  leftChild: [1, -1, 3, -1, -1],
  rightChild: [2, -1, 4, -1, -1],
  splitIndex: [0, 0, 0, 0, 0],
  condition: [threshold, left, threshold, 1000, right],
  defaultLeft: [isMissingLeft ? 1 : 0, 0, isMissingLeft ? 1 : 0, 0, 0],
});

const column = (cells: readonly number[]) =>
  ({ kind: 'dense', values: Float64Array.from(cells), rowCount: cells.length, columnCount: 1 }) as const;

const start = Float32Array.of(0);

function createKernel(trees: readonly TreeNodes[], featureCount: number, outputCount = 1): BitKernel | undefined {
  const ensemble = buildEnsemble(trees, { featureCount, outputCount });
  return BitKernel.create(ensemble, ensemble.splitIndex, featureCount, ensemble.leafValue);
}

describe('BitKernel', () => {
  it.each([
    ['compared one by one', 3],
    ['searched', 40],
  ])('counts the thresholds that are not above a cell, where they are %s', (_how, count) => {
    // Trees x0 < 0, x0 < 1, ... with the leaves 0 and 1, three times over: three times the thresholds that are not above x0.
    const trees = Array.from({ length: 3 * count }, (_, at) => asked(at % count, [0, 1]));
    const cells = Array.from({ length: 2 * GROUP_ROWS }, (_, row) => row / 4 - 8);
    expect(createKernel(trees, 1)).toBeDefined();
    const predictor = new EnsemblePredictor(buildEnsemble(trees, { featureCount: 1, outputCount: 1 }));
    const expected = cells.map((cell) => 3 * Math.min(count, Math.max(0, Math.floor(cell) + 1)));
    expect(Array.from(predictor.sum(column(cells), { start }))).toEqual(expected);
  });

  it.each([2, 30])('sends missing cells each split its own way, among %i thresholds', (count) => {
    // Each threshold with missing cells left (1) and right (16), by 8 of the trees each.
    const trees = Array.from({ length: count }, (_, at) => [asked(at, [1, 0], true), asked(at, [0, 16])]).flat();
    const many = Array.from({ length: 8 }, () => trees).flat();
    expect(createKernel(many, 1)).toBeDefined();
    const predictor = new EnsemblePredictor(buildEnsemble(many, { featureCount: 1, outputCount: 1 }));
    const cells = Array.from({ length: GROUP_ROWS }, (_, row) =>
      row % 3 === 0 ? Number.NaN : row % 3 === 1 ? -1 : Infinity,
    );
    // Left of all: 8 * count * 1; right of all: 8 * count * 16; missing: both.
    const sums = { NaN: 8 * count * 17, '-1': 8 * count, Infinity: 8 * count * 16 };
    const expected = cells.map((cell) => sums[String(cell) as keyof typeof sums]);
    expect(Array.from(predictor.sum(column(cells), { start }))).toEqual(expected);
    // A group without missing cells behind one with them.
    const present = cells.map((cell) => (Number.isNaN(cell) ? -1 : cell));
    const after = predictor.sum(column([...cells, ...present]), { start });
    expect(Array.from(after.subarray(GROUP_ROWS))).toEqual(
      present.map((cell) => sums[String(cell) as keyof typeof sums]),
    );
  });

  it('takes the columns that a narrow row lacks as missing', () => {
    const trees = Array.from({ length: 20 }, (): TreeNodes => ({ ...asked(1, [3, 5]), splitIndex: [1, 0, 1, 0, 0] }));
    const predictor = new EnsemblePredictor(buildEnsemble(trees, { featureCount: 2, outputCount: 1 }));
    expect(createKernel(trees, 2)).toBeDefined();
    const sums = predictor.sum(column(Array.from({ length: GROUP_ROWS }, () => 0)), { start });
    expect(new Set(sums)).toEqual(new Set([100]));
  });

  it('is left out where a tree is too deep, or nothing would be won', () => {
    const chains = (depth: number, count: number) =>
      Array.from({ length: count }, () => randomTree({ depth, thresholds: 4, features: 1, outputs: 1 }, () => 0));
    expect(createKernel(chains(8, 40), 1)).toBeDefined();
    expect(createKernel(chains(9, 40), 1)).toBeUndefined();
    expect(createKernel(chains(1, 1), 1)).toBeUndefined();
  });

  it('sums as the plain walk does', () => {
    const shape = fc.record({
      depth: fc.integer({ min: 2, max: 8 }),
      thresholds: fc.constantFrom(3, 50, 1000),
      features: fc.integer({ min: 1, max: 6 }),
      outputs: fc.integer({ min: 1, max: 3 }),
    });
    let compared = 0;
    const property = fc.property(
      shape,
      fc.integer(),
      fc.constantFrom(64, 127, 128, 200, 300),
      (options, seed, rowCount) => {
        const random = randomNumbers(seed);
        const trees = Array.from({ length: 60 }, () => randomTree(options, random));
        const ensemble = buildEnsemble(trees, { featureCount: options.features, outputCount: options.outputs });
        const weights = Float32Array.from(trees, () => random());
        if (createKernel(trees, options.features, options.outputs) !== undefined) compared++;
        const special = [Number.NaN, Infinity, -Infinity, -0, 0.5];
        const values = Float64Array.from({ length: rowCount * options.features }, () =>
          random() < 0.1 ? (special[Math.floor(random() * special.length)] as number) : random(),
        );
        const rows = { kind: 'dense', values, rowCount, columnCount: options.features } as const;
        const sparse = {
          kind: 'sparse',
          starts: Int32Array.from({ length: rowCount + 1 }, (_, row) => row * options.features),
          indices: Int32Array.from(values, (_value, at) => at % options.features),
          values,
          rowCount,
          columnCount: options.features,
        } as const;
        const starts = Float32Array.from({ length: options.outputs }, random);
        const endTree = Math.floor(random() * 61);
        const expected = new EnsemblePredictor(ensemble, weights, true).sum(rows, { start: starts, endTree });
        const predictor = new EnsemblePredictor(ensemble, weights);
        expect(predictor.sum(rows, { start: starts, endTree })).toEqual(expected);
        expect(predictor.sum(sparse, { start: starts, endTree })).toEqual(expected);
      },
    );
    fc.assert(property, { numRuns: 60 });
    expect(compared).toBeGreaterThan(50);
  });
});

/** Numbers from 0 to 1, the same for a seed (a linear congruential generator of Numerical Recipes). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface TreeShape {
  readonly depth: number;
  readonly thresholds: number;
  readonly features: number;
  readonly outputs: number;
}

/** A tree whose leftmost leaf is at the full depth; other nodes are leaves by chance, or all if `random` gives 0. */
function randomTree({ depth, thresholds, features, outputs }: TreeShape, random: () => number): TreeNodes {
  const nodes = {
    leftChild: [] as number[],
    rightChild: [] as number[],
    splitIndex: [] as number[],
    condition: [] as number[],
    defaultLeft: [] as number[],
  };
  const grow = (left: number, isLeftmost: boolean): number => {
    const node = nodes.leftChild.length;
    const isLeaf = left === 0 || (!isLeftmost && random() < 0.3);
    nodes.leftChild.push(-1);
    nodes.rightChild.push(-1);
    nodes.splitIndex.push(Math.floor(random() * features));
    nodes.condition.push(isLeaf ? random() - 0.5 : Math.floor(random() * thresholds) / thresholds);
    nodes.defaultLeft.push(random() < 0.5 ? 1 : 0);
    if (isLeaf) return node;
    nodes.leftChild[node] = grow(left - 1, isLeftmost);
    nodes.rightChild[node] = grow(left - 1, false);
    return node;
  };
  grow(depth, true);
  return { output: Math.floor(random() * outputs), ...nodes };
}
