import { expect, it } from 'vitest';
import { Params } from '../../../src/spark/save/params.ts';

const stage = { path: 'stages/0_scaler', className: 'org.apache.spark.ml.feature.ElementwiseProduct', uid: 'scaler' };
const vectorOf = (value: object) => new Params(new Map([['scalingVec', value]]), stage).vector('scalingVec');

it('vector() reads a sparse vector: 7 at place 1 of 3', () => {
  expect(vectorOf({ type: 0, size: 3, indices: [1], values: [7] })).toEqual([0, 7, 0]);
});

it.each([
  ['fewer values than indices', { type: 0, size: 3, indices: [0, 1], values: [7] }],
  ['more values than indices', { type: 0, size: 3, indices: [0], values: [7, 8] }],
  ['no indices', { type: 0, size: 3, values: [7] }],
  ['an index far beyond its size', { type: 0, size: 3, indices: [4_000_000_000], values: [7] }],
  ['an index that is no place', { type: 0, size: 3, indices: ['length'], values: [7] }],
])('vector() refuses a sparse vector with %s', (_, value) => {
  expect(() => vectorOf(value)).toThrow(/scalingVec.* a vector/);
});
