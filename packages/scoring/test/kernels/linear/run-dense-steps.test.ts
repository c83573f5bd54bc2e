import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellStep, DenseStep } from '../../../src/kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../../src/kernels/linear/run-dense-steps.ts';
import { runPlainSteps } from '../../../src/kernels/linear/run-plain-steps.ts';
import { runGroupedSteps } from '../../../src/kernels/linear/wasm/run-grouped-steps.ts';
import { ScoringError } from '../../../src/scoring-error.ts';

const affine = (inputs: number, weights: readonly number[], biases: readonly number[]): DenseStep => ({
  kind: 'affine',
  inputs,
  outputs: biases.length,
  weights: Float64Array.from(weights),
  biases: Float64Array.from(biases),
});
const distances = (inputs: number, points: readonly number[]): DenseStep => ({
  kind: 'distances',
  inputs,
  outputs: points.length / inputs,
  weights: Float64Array.from(points),
});

describe.each([
  ['in JavaScript', runPlainSteps],
  ['by the kernels', runGroupedSteps],
])('steps %s', (_where, run) => {
  const rows = Float64Array.of(1, 2, 3, 4, 5, 6);

  it('multiply and add', () => {
    // (1, 2): 1*2 + 2*(-1) + 10 = 10 and 1*0 + 2*3 + 20 = 26, and so on.
    expect(run(rows, 3, 2, [affine(2, [2, -1, 0, 3], [10, 20])])).toEqual(Float64Array.of(10, 26, 12, 32, 14, 38));
  });

  it('measure distances', () => {
    // (1, 2, 3) from (1, 1, 1): 0 + 1 + 4; from (4, 6, 3): 9 + 16 + 0. (4, 5, 6): 9 + 16 + 25 and 0 + 1 + 9.
    expect(run(rows, 2, 3, [distances(3, [1, 1, 1, 4, 6, 3])])).toEqual(Float64Array.of(5, 25, 50, 10));
  });

  it('follow each other', () => {
    const steps = [affine(1, [1, -1], [-2, 2]), { kind: 'relu' } as const, affine(2, [1, 10], [0.5])];
    // x = 1: (-1, 1) -> (0, 1) -> 10.5; x = 5: (3, -3) -> (3, 0) -> 3.5.
    expect(run(Float64Array.of(1, 5), 2, 1, steps)).toEqual(Float64Array.of(10.5, 3.5));
  });

  it('know functions of one cell', () => {
    const cells = Float64Array.of(0, -0, 1e3, -1e3, Number.NaN, Infinity);
    expect(run(cells, 3, 2, [{ kind: 'tanh' }])).toEqual(Float64Array.of(0, -0, 1, -1, Number.NaN, 1));
    expect(run(cells, 3, 2, [{ kind: 'logistic' }])).toEqual(Float64Array.of(0.5, 0.5, 1, 0, Number.NaN, 1));
    expect(run(cells, 3, 2, [{ kind: 'exp', factor: -1 }])).toEqual(Float64Array.of(1, 1, 0, Infinity, Number.NaN, 0));
  });

  it('keep NaN, and leave their input as it was', () => {
    const given = Float64Array.of(Number.NaN, -1);
    expect(run(given, 2, 1, [{ kind: 'relu' }])).toEqual(Float64Array.of(Number.NaN, 0));
    expect(given).toEqual(Float64Array.of(Number.NaN, -1));
  });
});

describe('runDenseSteps()', () => {
  const cell = fc.double({ min: -8, max: 8, noNaN: true });
  const cells = (length: number) => fc.array(cell, { minLength: length, maxLength: length });
  const cellStep = fc.constantFrom<CellStep>(
    { kind: 'relu' },
    { kind: 'exp', factor: -0.25 },
    { kind: 'logistic' },
    { kind: 'tanh' },
    { kind: 'map', map: Math.cbrt },
  );
  const network = fc
    .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([rowCount, columns, width]) =>
      fc.record({
        rowCount: fc.constant(rowCount),
        columns: fc.constant(columns),
        values: cells(rowCount * columns),
        steps: fc.tuple(
          fc.oneof(
            fc.tuple(cells(columns * width), cells(width)).map(([weights, biases]) => affine(columns, weights, biases)),
            cells(columns * width).map((points) => distances(columns, points)),
          ),
          cellStep,
          cells(width * 3).map((weights) => affine(width, weights, [0, 1, -2])),
        ),
      }),
    );

  it('gives the same bits by the kernels and in JavaScript, for rows alone and together', () => {
    fc.assert(
      fc.property(network, ({ rowCount, columns, values, steps }) => {
        const rows = Float64Array.from(values);
        const plain = runPlainSteps(rows, rowCount, columns, steps);
        expect(runGroupedSteps(rows, rowCount, columns, steps)).toEqual(plain);
        expect(runDenseSteps(rows, rowCount, columns, steps)).toEqual(plain);
        expect(runDenseSteps(rows.subarray(0, columns), 1, columns, steps)).toEqual(plain.subarray(0, 3));
      }),
      { numRuns: 200 },
    );
  });

  it('takes more rows and functions than one block holds', () => {
    const [rowCount, columns, width] = [150, 3, 1100];
    const noise = (length: number) => Float64Array.from({ length }, (_none, at) => Math.sin(at * 1.7));
    const steps: DenseStep[] = [
      { kind: 'distances', inputs: columns, outputs: width, weights: noise(columns * width) },
      { kind: 'exp', factor: -0.5 },
      { kind: 'affine', inputs: width, outputs: 1, weights: noise(width), biases: Float64Array.of(3) },
    ];
    const rows = noise(rowCount * columns);
    expect(runGroupedSteps(rows, rowCount, columns, steps)).toEqual(runPlainSteps(rows, rowCount, columns, steps));
  });

  it('refuses what does not fit together', () => {
    const code = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return error instanceof ScoringError ? error.code : error;
      }
      return undefined;
    };
    expect(code(() => runDenseSteps(new Float64Array(6), 2, 3, [distances(2, [1, 1])]))).toBe('wrong_size');
    const chain = [affine(2, [1, 1], [0]), affine(2, [1, 1], [0])];
    expect(code(() => runDenseSteps(new Float64Array(4), 2, 2, chain))).toBe('bad_model');
    expect(code(() => runDenseSteps(new Float64Array(4), 2, 2, [affine(2, [1, 1, 1], [0])]))).toBe('bad_model');
  });

  it('gives rows without cells for no functions', () => {
    expect(runDenseSteps(new Float64Array(20), 10, 2, [affine(2, [], [])])).toEqual(new Float64Array(0));
  });
});
