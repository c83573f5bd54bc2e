import { describe, expect, it } from 'vitest';
import { readCategories } from '../../../src/boosters/lightgbm/read-categories.ts';

const read = (lists: string, infos: string, named?: string) =>
  readCategories(
    [...(named === undefined ? [] : [`[categorical_feature: ${named}]`]), `pandas_categorical:${lists}`],
    infos,
  );
const columns = (...given: Parameters<typeof read>) => [...(read(...given) ?? [])].map(([column]) => column);

// The infos are those that LightGBM 4.7 writes: `-1:1:0` codes, `[0:2]` of ordered categories and of numbers, `none` unused.
describe('readCategories()', () => {
  it('goes by the parameter where it names as many columns, used or not', () => {
    expect(columns('[["a","b"],["u"]]', '[0:1] -1:1:0 none none', '1,2')).toEqual([1, 2]);
  });

  it('goes by the infos where older files have no parameter', () => {
    expect(columns('[["a","b"]]', '[0.5:9.25] -1:1:0 none')).toEqual([1]);
  });

  it('finds ordered categories, which the parameter does not name, by their number of codes', () => {
    expect(columns('[["low","mid","top"],["a","b"]]', '[0:2] [0.5:7.5] -1:1:0', '2')).toEqual([0, 2]);
  });

  it('leaves out whole numbers that were declared categorical, if that leaves one answer', () => {
    expect(columns('[["007","7","x"]]', '-1:0:2:1:3 -1:1:2:0 [-3.3:2.9]', '0,1')).toEqual([]);
    expect(read('[["007","7","x"]]', '-1:0:2:1:3 -1:1:2:0 [-3.3:2.9]', '0,1')).toBeUndefined();
  });

  it('keeps all digits of categories', () => {
    expect(read('[[9007199254740993,7]]', '-1:1:0', '0')?.get(0)).toEqual([9007199254740993n, 7]);
  });

  it('has none where the file has none', () => {
    expect(read('null', '[0:1]')).toEqual(new Map());
    expect(read('[]', '[0:1]')).toEqual(new Map());
  });
});
