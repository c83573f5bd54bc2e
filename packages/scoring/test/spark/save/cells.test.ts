import { describe, expect, it } from 'vitest';
import { Cells } from '../../../src/spark/save/cells.ts';

/** A cell of a row that a saved stage has, in the form of Spark's vectors and matrices. */
const cellsOf = (value: object) => new Cells({ bad: (what) => new Error(what) }, { data: value });

describe('Cells', () => {
  it('reads a sparse vector: 7 at place 1 of 3', () => {
    const vector = { type: 0, size: 3, indices: [1], values: [7] };
    expect([...cellsOf(vector).vector('data')]).toEqual([0, 7, 0]);
  });

  it.each([
    ['fewer values than indices', { type: 0, size: 3, indices: [0, 1], values: [7] }],
    ['more values than indices', { type: 0, size: 3, indices: [0], values: [7, 8] }],
    ['an index beyond its size', { type: 0, size: 3, indices: [3], values: [7] }],
  ])('refuses a sparse vector with %s', (_, vector) => {
    expect(() => cellsOf(vector).vector('data')).toThrow(/^the column data of its data is not a vector: /);
  });

  // Columns 0 and 1 of two rows: 5 in row 1 of column 0, 6 in row 0 of column 1.
  const matrix = { type: 0, numRows: 2, numCols: 2, colPtrs: [0, 1, 2], rowIndices: [1, 0], values: [5, 6] };

  it('reads a sparse matrix column by column', () => {
    expect([...cellsOf(matrix).matrix('data').values]).toEqual([0, 5, 6, 0]);
  });

  it.each([
    ['fewer values than indices', { ...matrix, values: [5] }],
    ['a pointer beyond its values', { ...matrix, colPtrs: [0, 1, 3] }],
    ['an index beyond its rows', { ...matrix, rowIndices: [1, 2] }],
  ])('refuses a sparse matrix with %s', (_, broken) => {
    expect(() => cellsOf(broken).matrix('data')).toThrow(/^the column data of its data is not a matrix: /);
  });
});
