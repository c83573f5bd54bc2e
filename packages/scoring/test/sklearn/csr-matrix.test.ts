import { describe, expect, it } from 'vitest';
import { inertClass } from '../../src/pickle/inert-class.ts';
import { DType } from '../../src/pickle/numpy/dtype.ts';
import { NdArray } from '../../src/pickle/numpy/nd-array.ts';
import { PickleGlobal, PickleObject } from '../../src/pickle/pickle-object.ts';
import { PickleTuple } from '../../src/pickle/pickle-tuple.ts';
import { readCsrMatrix, writtenOut } from '../../src/sklearn/csr-matrix.ts';
import { FittedPoints } from '../../src/sklearn/fitted-points.ts';

const array = (values: readonly number[]) => {
  const dtype = new DType('f8', new PickleGlobal('numpy', 'dtype', {}));
  const data = new Uint8Array(Float64Array.from(values).buffer);
  const ndarray = new PickleGlobal('numpy', 'ndarray', {});
  return new NdArray(ndarray).setContent({ shape: new PickleTuple([values.length]), dtype, fortran: false, data });
};

interface Parts {
  readonly shape: readonly [number, number];
  readonly data: readonly number[];
  readonly indices: readonly number[];
  readonly indptr: readonly number[];
}

function matrix({ shape, data, indices, indptr }: Parts) {
  const object = new PickleObject(new PickleGlobal('scipy.sparse._csr', 'csr_matrix', inertClass), []);
  object.state = new Map<unknown, unknown>([
    ['_shape', new PickleTuple([...shape])],
    ['data', array(data)],
    ['indices', array(indices)],
    ['indptr', array(indptr)],
  ]);
  return readCsrMatrix(object);
}

describe('readCsrMatrix()', () => {
  it('gives columns in their order, and adds up those that a row has twice', () => {
    const read = matrix({ shape: [2, 4], data: [1, 2, 4, 8], indices: [3, 0, 3, 1], indptr: [0, 3, 4] });
    expect(read?.cells.starts).toEqual(Int32Array.of(0, 2, 3));
    expect(read?.cells.columns).toEqual(Int32Array.of(0, 3, 1));
    expect(read?.cells.values).toEqual(Float64Array.of(2, 5, 8));
    expect(read && writtenOut(read).values).toEqual(Float64Array.of(2, 0, 0, 5, 0, 8, 0, 0));
  });

  it.each<[string, Parts]>([
    ['a column that is not there', { shape: [1, 2], data: [1], indices: [2], indptr: [0, 1] }],
    ['half a column', { shape: [1, 2], data: [1], indices: [0.5], indptr: [0, 1] }],
    ['a row that ends before it begins', { shape: [2, 2], data: [1, 1], indices: [0, 1], indptr: [0, 2, 1] }],
    ['more cells than there are', { shape: [1, 2], data: [1], indices: [0], indptr: [0, 2] }],
    ['cells before the first', { shape: [1, 2], data: [1], indices: [0], indptr: [-1, 1] }],
    ['a width beyond any', { shape: [1, 2 ** 40], data: [1], indices: [0], indptr: [0, 1] }],
    ['other rows than it says', { shape: [3, 2], data: [1], indices: [0], indptr: [0, 1] }],
  ])('refuses %s', (_what, parts) => {
    expect(() => matrix(parts)).toThrow('A sparse matrix of the model is broken');
  });

  it('takes points that there is no room to write out', () => {
    const rows = 2 ** 13;
    const ends = Array.from({ length: rows + 1 }, (_none, row) => row);
    const read = matrix({ shape: [rows, 2 ** 20], data: ends.slice(1), indices: ends.slice(1), indptr: ends });
    const points = new FittedPoints(read!);
    expect(points.hasFewCells).toBe(true);
    expect(() => points.matrix).toThrow('larger than any that is read');
    const row = { starts: Int32Array.of(0, 1), columns: Int32Array.of(7), values: Float64Array.of(2) };
    // The point that has column 7 has 7 there.
    expect(points.stored.products(row)[6]).toBe(14);
  });
});
