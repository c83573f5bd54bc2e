import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFactorizationMachines } from '../../src/aws/factorization-machines.ts';
import { loadKMeans } from '../../src/aws/k-means.ts';
import { loadLinearLearner } from '../../src/aws/linear-learner.ts';
import { loadPca } from '../../src/aws/pca.ts';
import { readNdArrays } from '../../src/aws/read-ndarrays.ts';
import { ScoringError } from '../../src/scoring-error.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/first-party');
const read = (path: string) => readFileSync(join(golden, path));
const rows = read('input.csv').toString().trimEnd().split('\n');
const values = Float64Array.from(rows.flatMap((row) => row.split(',').map(Number)));
const input = { kind: 'dense', values, rowCount: rows.length, columnCount: 4 } as const;
const cases = readdirSync(golden, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const loaders = {
  linear: loadLinearLearner,
  kmeans: loadKMeans,
  pca: loadPca,
  factorization: loadFactorizationMachines,
};
const loaderOf = (name: string) => loaders[name.split('-')[0] as keyof typeof loaders];

describe.each(cases)('%s', (name) => {
  const bytes = read(`${name}/model_algo-1`);

  it('answers as MXNet does, to the noise of float32 sums', () => {
    const expected = JSON.parse(read(`${name}/expected.json`).toString()) as Record<string, number[] | number[][]>;
    const columns = loaderOf(name)(bytes).predict(input);
    expect(columns.map(({ key }) => key)).toEqual(Object.keys(expected));
    for (const { key, values: answers } of columns) {
      const wanted = (expected[key] as number[]).flat();
      expect(answers).toHaveLength(wanted.length);
      wanted.forEach((value, at) =>
        expect(Math.abs((answers[at] as number) - value)).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(value))),
      );
    }
  });

  it('refuses rows of another width', () => {
    const narrow = { kind: 'dense', values: new Float64Array(3), rowCount: 1, columnCount: 3 } as const;
    expect(() => loaderOf(name)(bytes).predict(narrow)).toThrow('Rows have 3 features, the model has 4.');
  });

  it('is refused or harmless whatever bytes are changed or cut off', () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(changes, fc.nat(bytes.length), fc.boolean(), (list, length, isCut) => {
        const copy = Uint8Array.from(isCut ? bytes.subarray(0, length) : bytes);
        for (const [at, value] of list) if (at < copy.length) copy[at] = value;
        try {
          loaderOf(name)(copy).predict(input);
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('readNdArrays()', () => {
  it('refuses sizes beyond the file before it allocates anything', () => {
    const bytes = Buffer.from(read('kmeans/model_algo-1'));
    // 24 bytes of the list, then magic, storage and dimensions of 4 bytes each; the first length is 64-bit.
    bytes.writeBigUInt64LE(2n ** 40n, 36);
    expect(() => readNdArrays(bytes)).toThrow('bytes where');
    bytes.writeBigUInt64LE(2n ** 40n, 16);
    expect(() => readNdArrays(bytes)).toThrow('claims 1099511627776 parts');
  });

  it('refuses what is no such file, and sparse arrays by name', () => {
    expect(() => readNdArrays(Buffer.from('nothing of the kind'))).toThrow('does not begin as one');
    const sparse = Buffer.from(read('kmeans/model_algo-1'));
    sparse.writeInt32LE(1, 28);
    expect(() => readNdArrays(sparse)).toThrow('Sparse arrays of MXNet are not read natively.');
  });
});

describe('loadLinearLearner()', () => {
  it('refuses a graph that ends in an operator which is not known', () => {
    const bytes = Buffer.from(read('linear-regressor/model_algo-1'));
    const text = bytes.toString('latin1');
    const at = text.indexOf('LinearRegressionOutput');
    expect(at).toBeGreaterThan(0);
    bytes.write('MarginRegressionOutput', at, 'latin1');
    // The checksum of the zip no longer fits either, which is found first.
    expect(() => loadLinearLearner(bytes)).toThrow('has a wrong checksum');
  });
});
