import { describe, expect, it } from 'vitest';
import { GivenCells } from '../../src/frame/given-cells.ts';
import { selectColumns } from '../../src/frame/select-columns.ts';
import { columnCount, columnOf, joinColumns, newMatrix, toMatrix } from '../../src/frame/table.ts';
import { hotRows } from '../../src/sklearn/hot-rows.ts';

/** Two ones a row of 1,500 columns, of which the second row lacks one and the third both. */
const places = Int32Array.of(3, 1200, -1, 1499, -1, -1);
const wide = () => hotRows(places, 2, 1500);
const expected = [3, 1200, 1500 + 1499];

const onesOf = (values: Float64Array) => [...values.entries()].filter(([, value]) => value !== 0).map(([at]) => at);

describe('rows of very many columns, nearly all of them zero', () => {
  it('are the same matrix as few columns are, when they are asked for as one', () => {
    const table = wide();
    expect(table.kind).toBe('mixed');
    expect(columnCount(table)).toBe(1500);
    expect(onesOf(toMatrix(table).values)).toEqual(expected);
    expect(columnOf(table, 1499)).toEqual({ kind: 'number', values: Float64Array.of(0, 1, 0) });
    expect(toMatrix(selectColumns(table, [1200, 3])).values).toEqual(Float64Array.of(1, 1, 0, 0, 0, 0));
    expect(hotRows(Int32Array.of(1, -1), 1, 3)).toEqual(newMatrix(2, 3, Float64Array.of(0, 1, 0, 0, 0, 0)));
  });

  it('stand beside numbers and cells that have no type yet', () => {
    const numbers = newMatrix(3, 2, Float64Array.of(0, 5, Number.NaN, 0, 7, 8));
    const given = { kind: 'mixed', rows: 3, cells: [new GivenCells(['1.5', '', '2'], false, { column: 0 })] } as const;
    const table = joinColumns([numbers, wide(), given], 3);
    expect(columnCount(table)).toBe(1503);
    const sparse = table.kind === 'mixed' ? table.asSparse?.() : undefined;
    expect(sparse?.starts).toEqual(Int32Array.of(0, 4, 7, 10));
    expect(sparse?.columns).toEqual(Int32Array.of(1, 5, 1202, 1502, 0, 1501, 1502, 0, 1, 1502));
    expect(sparse?.values).toEqual(Float64Array.of(5, 1, 1, 1.5, Number.NaN, 1, Number.NaN, 7, 8, 2));
    expect(onesOf(toMatrix(table).values)).toEqual([1, 5, 1202, 1502, 1503, 3004, 3005, 3006, 3007, 4508]);
  });
});
