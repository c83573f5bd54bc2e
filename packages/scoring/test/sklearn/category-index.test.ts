import { describe, expect, it } from 'vitest';
import { type GivenCell, GivenCells } from '../../src/frame/given-cells.ts';
import { CategoryIndex } from '../../src/sklearn/category-index.ts';

const index = (...categories: readonly unknown[]) => CategoryIndex.of(categories) as CategoryIndex;
const places = (categories: CategoryIndex, isTyped: boolean, ...cells: readonly GivenCell[]) =>
  Array.from(categories.findAll(new GivenCells(cells, isTyped, { column: 0 })));

describe('CategoryIndex', () => {
  it('takes cells of CSV for texts among texts, and for numbers among numbers', () => {
    expect(places(index('1', '01', '1.0', 'True'), false, '1', '01', '1.0', 'True', ' 1', '1.00')).toEqual([
      0, 1, 2, 3, -1, -1,
    ]);
    expect(places(index(1, 2.5), false, '1', '01', ' 1.0', '2.5', 'x')).toEqual([0, 0, 0, 1, -1]);
  });

  it('distinguishes whole numbers beyond 2^53', () => {
    const big = index(9007199254740992, 9007199254740993n);
    expect(places(big, false, '9007199254740993', '9007199254740992', '9007199254740994')).toEqual([1, 0, -1]);
    expect(places(big, true, 9007199254740993n, 9007199254740992)).toEqual([1, 0]);
  });

  it('takes words for booleans as pandas does, and 1 and 0 with them', () => {
    expect(places(index(false, true), false, 'true', 'True', 'FALSE', '1', 'yes')).toEqual([1, 1, 0, 1, -1]);
    expect(places(index(false, true), true, true, 0, 'True')).toEqual([1, 0, -1]);
  });

  it('takes a word for missing unless it is a category', () => {
    expect(places(index('a', null), false, '', 'NA', 'nan', 'a')).toEqual([1, 1, 1, 0]);
    expect(places(index('NA', null), false, 'NA', 'nan')).toEqual([0, 1]);
    expect(places(index('a'), false, '', 'NA')).toEqual([-1, -1]);
  });

  it('never takes a text of JSON for a number, nor a number for a text', () => {
    expect(places(index('7'), true, '7', 7)).toEqual([0, -1]);
    expect(places(index(7), true, '7', 7, null)).toEqual([-1, 0, -1]);
  });
});
