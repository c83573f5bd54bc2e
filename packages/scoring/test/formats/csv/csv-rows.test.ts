import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRows } from '../../../src/formats/csv/csv-rows.ts';
import { type DataType, scalar } from '../../../src/frame/data-type.ts';

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

  it('distinguishes equal labels from those that only hash alike', () => {
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

  it('reads many records as it reads each of them alone', () => {
    const plain = fc.oneof(
      fc.double({ noNaN: true }).map(String),
      fc.stringMatching(/^-?\d{1,17}(\.\d{0,9})?$/),
      fc.constantFrom(
        '0',
        '-0',
        '.5',
        '5.',
        '-.5',
        '999999999999999',
        '1000000000000000',
        '0.000000000000001',
        '1e5',
        'NaN',
      ),
    );
    const words = fc.oneof(
      fc.constantFrom(
        'Ideal',
        'VS2',
        '',
        'é',
        'sixteen bytes ok',
        'seventeen bytes!!',
        '"a,""b"',
        '"x\ny"',
        ' z ',
        '-',
        '\0',
        '\0\0',
      ),
      fc.stringMatching(/^[a-z]{0,20}$/),
    );
    const record = fc.tuple(plain, words, plain, words).map((cells) => cells.join(','));
    const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n', '\r');
    const types = [number, text, number, text];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(record, lineEnd), { minLength: 1, maxLength: 30 }),
        fc.nat(1000),
        (records, most) => {
          // Again and again: labels that were seen in one record are known in the next ones.
          const times = Array.from({ length: 30 }, () => records).flat();
          const expected = records.map(([line]) => read(line, types)[0]);
          const body = times.map((parts) => parts.join('')).join('');
          const all = times.map((_, at) => expected[at % records.length]);
          expect(read(body, types)).toEqual(all);
          expect(read(body, types, most)).toEqual(all.slice(0, most));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads bodies larger than what it looks at once, and lines that are', () => {
    const long = 'x'.repeat(200_000);
    const lines = Array.from({ length: 40_000 }, (_, at) => `${at},label ${at % 3000}`);
    const texts = [...lines.slice(0, 20_000), `7,${long}`, ...lines.slice(20_000)];
    const rows = read(texts.join('\n'), [number, text]);
    expect(rows.map((cells) => cells.join(','))).toEqual(texts);
  });

  it('names the row of a bad record among many', () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `${at},a`);
    for (const [bad, message] of [
      ['x,a', 'For input string: "x" (row 4001, column "c0")'],
      ['1', 'The record has 1 cells, but the schema 2 (row 4001, column "c1")'],
    ] as const) {
      expect(() => read([...lines.slice(0, 4000), bad, ...lines].join('\n'), [number, text])).toThrow(message);
    }
  });

  it('does not mistake a label for one of a record that was begun only', () => {
    // An exponent is not plain: the second record of three is begun, and left at its last cell. More labels than slots.
    const words = Array.from({ length: 400 }, (_, at) => `w${at}`);
    const lines = words.flatMap((word) => [`${word},1`, `${word}x,1e0`, `${word}x,2`]);
    expect(read(lines.join('\n'), [text, number])).toEqual(
      words.flatMap((word) => [
        [word, 1],
        [`${word}x`, 1],
        [`${word}x`, 2],
      ]),
    );
  });

  it('does not take the labels of one body for those of another', () => {
    const rows = new CsvRows({ fields: [{ name: 'c', type: text }] });
    const decode = (word: string) => rows.decode(bytes(`${word}\n`.repeat(600))).columns[0]?.values;
    // 256 labels are known at once: some of these push others out.
    for (let at = 0; at < 600; at++) expect(new Set(decode(`w${at}`))).toEqual(new Set([`w${at}`]));
    for (let at = 0; at < 600; at += 37) expect(decode(`w${at}`)?.[599]).toBe(`w${at}`);
  });
});
