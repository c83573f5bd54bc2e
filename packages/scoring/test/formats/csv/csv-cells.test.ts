import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvCells, writeCsvCell } from '../../../src/formats/csv/csv-cells.ts';
import { readLibsvmRows } from '../../../src/formats/libsvm-rows.ts';
import { decodeNpy, encodeNpy } from '../../../src/formats/npy.ts';

const texts = (csv: string) => readCsvCells(csv).map((record) => record.map((cell) => cell.text));

describe('readCsvCells()', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,\r\n',
      [
        ['a', 'b'],
        ['c', ''],
      ],
    ],
    ['"a,""b""\nc",d', [['a,"b"\nc', 'd']]],
    [
      '1,2\n\n3,4\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['1\n\n3\n', [['1'], [''], ['3']]],
    // As programs write it that turn \n into \r\n twice; pandas.read_csv reads the same rows.
    [
      'a,b\r\r\n"c\rd",e\r\r\n',
      [
        ['a', 'b'],
        ['c\rd', 'e'],
      ],
    ],
    ['a,b\r', [['a', 'b']]],
    ['\n\r\n1,2\n', [['1', '2']]],
    ['\n1\n', [[''], ['1']]],
    ['', []],
  ])('reads %j', (csv, records) => {
    expect(texts(csv)).toEqual(records);
  });

  it.each([
    ['"a', 'does not end (row 1)'],
    ['"a"b\n', 'text after a closing quote (row 1)'],
    ['1,2\n3\n', 'Row 2 has 1 cells'],
    ['a,b\r1,2\r3,4\r', 'Row 1 cannot be told from the next. It holds a carriage return'],
    ['1,2\n"x",y\rz\n', 'Row 2 cannot be told from the next.'],
  ])('refuses %j', (csv, message) => {
    expect(() => readCsvCells(csv)).toThrow(message);
  });

  it('reads back what writeCsvCell() wrote', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '€') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const csv = rows.map((row) => `${row.map(writeCsvCell).join(',')}\n`).join('');
        expect(texts(csv)).toEqual(rows);
      }),
    );
  });
});

describe('readLibsvmRows()', () => {
  it('reads rows, and one with a label only', () => {
    const rows = readLibsvmRows('0 0:1.5 3:nan # a comment\n1\n0 2:-1e3\n');
    expect(rows).toMatchObject({ rowCount: 3, columnCount: 4 });
    expect([...rows.starts]).toEqual([0, 2, 2, 3]);
    expect([...rows.indices]).toEqual([0, 3, 2]);
    expect([...rows.values]).toEqual([1.5, Number.NaN, -1000]);
  });

  // As DMatrix of XGBoost 3.2 reads a file of them, and LightGBM 4.7.
  it.each(['0 0:1 1:2\r0 1:3\r', '0 0:1 1:2\r\n\r\n0 1:3\r\n'])('reads rows of %j', (text) => {
    const rows = readLibsvmRows(text);
    expect([[...rows.starts], [...rows.indices], [...rows.values]]).toEqual([
      [0, 2, 3],
      [0, 1, 1],
      [1, 2, 3],
    ]);
  });

  it.each(['0 x:1', '0 1:1_0', '0 1:\uff11', '0 1:2\u00a03:4', '0 -1:1', '0 1:one', '0 4294967296:1'])(
    'refuses %j with its row',
    (text) => {
      expect(() => readLibsvmRows(`0 0:1\n${text}`)).toThrow('Row 2: "');
    },
  );
});

describe('decodeNpy()', () => {
  it('turns Fortran order into rows', () => {
    // [[1, 2, 3], [4, 5, 6]] column by column is 1 4 2 5 3 6.
    const plain = encodeNpy({ shape: [2, 3], values: Float64Array.of(1, 4, 2, 5, 3, 6) }, 'float64');
    const bytes = Buffer.from(
      Buffer.from(plain).toString('latin1').replace("'fortran_order': False", "'fortran_order': True "),
      'latin1',
    );
    expect(decodeNpy(bytes)).toEqual({ shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) });
  });

  it('never fails but by name', () => {
    const good = encodeNpy({ shape: [2], values: Float64Array.of(1, 2) }, 'integer');
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const bytes = good.slice(0, length);
        if (at < length) bytes[at] = byte;
        try {
          decodeNpy(bytes);
        } catch (error) {
          expect((error as Error).name).toBe('ScoringError');
        }
      }),
    );
  });

  it.each(["'|O'", "'<U4'", "'<c16'"])('refuses the dtype %s', (dtype) => {
    const bytes = Buffer.from(encodeNpy({ shape: [1], values: Float64Array.of(1) }, 'float64'));
    const text = bytes.toString('latin1').replace("'<f8'", dtype);
    expect(() => decodeNpy(Buffer.from(text, 'latin1'))).toThrow('not numbers');
  });
});
