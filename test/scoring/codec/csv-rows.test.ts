import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRows } from '../../../src/scoring/codec/csv-rows.ts';
import { type DataType, scalar } from '../../../src/scoring/frame/data-type.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function read(text: string, types: readonly DataType[], maxRows?: number): unknown[][] {
  const schema = { fields: types.map((type, at) => ({ name: `c${at}`, type })) };
  const frame = new CsvRows(schema).decode(bytes(text), maxRows);
  return Array.from({ length: frame.rowCount }, (_, row) => frame.columns.map((column) => column.values[row]));
}

const number = scalar('double');
const text = scalar('string');

describe('CsvRows', () => {
  it('reads quotes, blank lines, line breaks in quotes and every line end', () => {
    expect(read('1,"a ""b"", c"\r\n\n2,"x\ny"\r3, z ', [number, text])).toEqual([
      [1, 'a "b", c'],
      [2, 'x\ny'],
      [3, ' z '],
    ]);
  });

  it('leaves cells beyond the schema alone, and takes as many records as asked', () => {
    expect(read('1,2,"3\n"\n4,5', [number], 1)).toEqual([[1]]);
  });

  it('tells equal labels apart from those that only hash alike', () => {
    const words = Array.from({ length: 5000 }, (_, at) => `w${at % 2500}é`);
    expect(read(words.join('\n'), [text]).map(([word]) => word)).toEqual(words);
  });

  it.each([
    ['1\n', 'The record has 1 cells, but the schema 2 (row 1, column "c1")'],
    ['1,x\n', 'For input string: "x" (row 1, column "c1")'],
    ['1,1\n2,\n', 'empty String (row 2, column "c1")'],
    ['1,"2', 'A quoted cell does not end (row 1).'],
    ['1,"2"3', 'There is text after a closing quote (row 1).'],
  ])('refuses %j', (input, message) => {
    expect(() => read(input, [number, number])).toThrow(message);
  });

  it('reads any double as JavaScript does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
        expect(read(values.map(String).join('\n'), [number])).toEqual(values.map((value) => [Number(String(value))]));
      }),
    );
    const digits = fc.stringMatching(/^-?\d{1,18}(\.\d{0,18})?$/);
    fc.assert(
      fc.property(digits, (digit) => {
        expect(read(`${digit},1`, [number])).toEqual([[Number(digit)]]);
      }),
    );
  });
});
