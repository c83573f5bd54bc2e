import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/serving/monitoring/analysis/column-profile.ts';
import { DataProfile } from '../../../src/serving/monitoring/analysis/data-profile.ts';
import { capturedRows } from '../../../src/serving/monitoring/datasets/captured-rows.ts';

const columnsOf = (rows: readonly (readonly (readonly [string, Cell])[])[]) => {
  const profile = new DataProfile();
  for (const row of rows) profile.add(new Map(row));
  return profile.columns.map(({ name, present, missing, types }) => ({ name, present, missing, ...types }));
};
const none = { Fractional: 0, Integral: 0, Boolean: 0, String: 0 };

describe('DataProfile', () => {
  it('counts by names, whatever order the columns of a row have, and what it does not have as missing', () => {
    const found = columnsOf([
      [
        ['a', '1'],
        ['b', 'x'],
      ],
      [
        ['b', 'y'],
        ['a', '2.5'],
      ],
      [
        ['a', '3'],
        ['b', undefined],
      ],
      // As many as there are, and others.
      [
        ['a', '4'],
        ['c', 'true'],
      ],
      [
        ['a', '5'],
        ['b', 'z'],
        ['c', undefined],
      ],
    ]);
    expect(found).toEqual([
      { name: 'a', present: 5, missing: 0, ...none, Integral: 4, Fractional: 1 },
      { name: 'b', present: 3, missing: 2, ...none, String: 3 },
      { name: 'c', present: 1, missing: 4, ...none, Boolean: 1 },
    ]);
  });
});

describe('capturedRows()', () => {
  const rowsOf = (data: string) =>
    capturedRows(JSON.stringify({ captureData: { endpointOutput: { data, encoding: 'CSV' } } }), {
      names: [],
      from: -Infinity,
      to: Infinity,
    })?.map((row) => [...row.values()]);

  it.each([
    ['', []],
    ['1,2', [['1', '2']]],
    // A carriage return belongs to a line end, and to a cell where no line ends.
    ['1\r', [['1\r']]],
    ['1\r\n2', [['1'], ['2']]],
    ['1\n\n2\n', [['1'], ['2']]],
    ['"1,2\n3",4', [['1,2\n3', '4']]],
    ['a,', [['a', undefined]]],
  ])('takes the lines of %j apart', (data, rows) => {
    expect(rowsOf(data)).toEqual(rows);
  });
});
