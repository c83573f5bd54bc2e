import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvBytes } from '../../../../src/serving/container/function/host/csv-bytes.ts';

const quoted = (text: string) => `"${text}"`;

function written(...cells: readonly unknown[]): string {
  const csv = new CsvBytes((text) => (/[",\r\n]/.test(text) ? quoted(text) : text), 1);
  for (const cell of cells) csv.addCell(cell);
  return csv.take().toString();
}

describe('cells as bytes of CSV', () => {
  it.each([
    [1566.5, '1566.5'],
    [0.07, '0.07'],
    [-0.5, '-0.5'],
    [-0, '0'],
    [100, '100'],
    [1.005, '1.005'],
    [10.1, '10.1'],
    [21474836.47, '21474836.47'],
    [21474836.48, '21474836.48'],
    [2147483648, '2147483648'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [null, ''],
    [undefined, ''],
    [true, 'true'],
    [[1, 'a'], '"[1,"a"]"'],
    ['gué ☃ 💎', 'gué ☃ 💎'],
    ['a,b', '"a,b"'],
  ])('writes %s as %s', (cell, text) => {
    expect(written(cell)).toBe(text);
  });

  it('writes every number as the language does, also the nearest to two decimals', () => {
    const hundredths = fc.integer({ min: -(2 ** 33), max: 2 ** 33 }).map((whole) => whole / 100);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), hundredths)), (numbers) => {
        expect(numbers.map((number) => written(number))).toEqual(numbers.map(String));
      }),
    );
  });

  it('puts cells and lines one behind the other, however long', () => {
    const csv = new CsvBytes(quoted, 1);
    const long = 'x'.repeat(1000);
    csv.addCell('a');
    csv.addComma();
    csv.addCell(long);
    csv.endLine();
    csv.addCell(2);
    csv.endLine();
    expect(csv.take().toString()).toBe(`a,"${long}"\n2\n`);
  });
});
