import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { type SinkState } from '../../../../../src/serving/transform-job/outputs/record-sink.ts';
import { ParquetSink } from '../../../../../src/serving/transform-job/outputs/record-sinks/parquet-sink.ts';
import { openRecordSink } from '../../../../../src/serving/transform-job/outputs/record-sinks.ts';
import type { ParquetOutputFormat } from '../../../../../src/serving/transform-job/plan/output-format.ts';
import { MemoryOutput } from '../../../../support/memory-output.ts';

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../../../../test/golden/parquet', name));
const csv: ParquetOutputFormat = { kind: 'parquet', line: 'csv' };
const json: ParquetOutputFormat = { kind: 'parquet', line: 'json' };

async function write(text: string, format = csv, limits = { lines: 131_072, bytes: 8 * 1024 * 1024 }): Promise<Buffer> {
  const output = new MemoryOutput();
  const sink = ParquetSink.open(format, { output, limits });
  await sink.append(Buffer.from(text));
  await sink.finish();
  await sink.seal();
  return output.bytes;
}

const bufferOf = (bytes: Buffer) => new Uint8Array(bytes).buffer;
const rows = async (bytes: Buffer) => parquetReadObjects({ file: bufferOf(bytes) });
const groupSizes = (bytes: Buffer) =>
  parquetMetadata(bufferOf(bytes)).row_groups.map((group) => Number(group.num_rows));

describe('ParquetSink', () => {
  it('finds types of columns from the first rows: numbers, truth values, texts', async () => {
    expect(await rows(await write('1,true,x,007\n-2.5e3,FALSE,"a,\nb",8\n,,,\nnan,true,"""",\n'))).toEqual([
      { column_0: 1, column_1: true, column_2: 'x', column_3: '007' },
      { column_0: -2500, column_1: false, column_2: 'a,\nb', column_3: '8' },
      { column_0: null, column_1: null, column_2: null, column_3: null },
      { column_0: NaN, column_1: true, column_2: '"', column_3: null },
    ]);
  });

  it('takes an empty cell in quotes among numbers for none, as a table of one column has it beside an answer', async () => {
    const marked: ParquetOutputFormat = { ...csv, quotedAreTexts: true };
    expect(await rows(await write('1,0.5\n"",0.5\n3,0.5\n', marked))).toEqual([
      { column_0: 1, column_1: 0.5 },
      { column_0: null, column_1: 0.5 },
      { column_0: 3, column_1: 0.5 },
    ]);
    expect(await rows(await write('"",0.5\n"x",0.5\n', marked))).toEqual([
      { column_0: '', column_1: 0.5 },
      { column_0: 'x', column_1: 0.5 },
    ]);
  });

  it('reads JSON Lines by key, by place, and as single values', async () => {
    expect(await rows(await write('{"a":1,"b":[1,{"c":2.50}]}\n{"c":"x","a":2}\n', json))).toEqual([
      { a: 1, b: '[1,{"c":2.50}]', c: null },
      { a: 2, b: null, c: 'x' },
    ]);
    expect(await rows(await write('[1,"x"]\n[null,"y"]', json))).toEqual([
      { column_0: 1, column_1: 'x' },
      { column_0: null, column_1: 'y' },
    ]);
    expect(await rows(await write('0.5\n1e999\n', json))).toEqual([{ column_0: 0.5 }, { column_0: Infinity }]);
  });

  it.each([
    // Of the double 60720775085949928 (doubles are 8 apart there): JavaScript and Python, Java, Python, its exact digits.
    ['60720775085949930', 60720775085949928],
    ['6.072077508594993E16', 60720775085949928],
    ['6.072077508594993e+16', 60720775085949928],
    ['60720775085949928', 60720775085949928],
    ['-60720775085949930', -60720775085949928],
    ['+60720775085949930', 60720775085949928],
    // 10^22 is a double; 10^23 is not, and is the shortest text of the one beside it. 2^70 in full digits is one.
    ['10000000000000000000000', 1e22],
    ['100000000000000000000000', 1e23],
    ['1180591620717411303424', 2 ** 70],
    [`1${'0'.repeat(308)}`, 1e308],
  ])('takes %s as the double that is written so', async (text, column_0) => {
    expect(await rows(await write(text))).toEqual([{ column_0 }]);
    if (!text.startsWith('+')) expect(await rows(await write(text, json))).toEqual([{ column_0 }]);
  });

  it.each(['18446744073709551617', '1'.repeat(400), '0.1234567890123456789', '1234567.8901234567890123'])(
    'takes %s, whose digits a double does not hold, for an id',
    async (text) => {
      expect(await rows(await write(text))).toEqual([{ column_0: text }]);
      await expect(write(`1\n${text}`, csv, { lines: 1, bytes: 9 })).rejects.toThrow('a number that a double holds');
    },
  );

  it('takes integers that only 64 bits hold for such, and a column without values for texts', async () => {
    const written = await write('9007199254740993,\n1,\n');
    expect(await rows(written)).toEqual([
      { column_0: 9007199254740993n, column_1: null },
      { column_0: 1n, column_1: null },
    ]);
    expect(parquetMetadata(bufferOf(written)).schema[2]?.type).toBe('BYTE_ARRAY');
    await expect(write(',\nx,1\n', csv, { lines: 1, bytes: 9 })).resolves.toBeDefined();
  });

  it('takes the type of a column from its first value, however late that comes', async () => {
    const limits = { lines: 2, bytes: 100 };
    const written = await write('1,,,\n2,,,\n3,,,\n4,,0.5,\n5,9007199254740993,,x\n6,7,1e3,\n', csv, limits);
    expect(groupSizes(written)).toEqual([2, 2, 2]);
    expect(await rows(written)).toEqual([
      { column_0: 1, column_1: null, column_2: null, column_3: null },
      { column_0: 2, column_1: null, column_2: null, column_3: null },
      { column_0: 3, column_1: null, column_2: null, column_3: null },
      { column_0: 4, column_1: null, column_2: 0.5, column_3: null },
      { column_0: 5, column_1: 9007199254740993n, column_2: null, column_3: 'x' },
      { column_0: 6, column_1: 7n, column_2: 1000, column_3: null },
    ]);
    const { schema, row_groups: chunks } = parquetMetadata(bufferOf(written));
    const types = ['DOUBLE', 'INT64', 'DOUBLE', 'BYTE_ARRAY'];
    expect(schema.slice(1).map(({ type }) => type)).toEqual(types);
    for (const { columns } of chunks) expect(columns.map(({ meta_data: meta }) => meta?.type)).toEqual(types);
    await expect(write('1,\n2,\n3,true\n4,x\n', csv, limits)).resolves.toBeDefined();
    await expect(write('1,\n2,\n3,true\n4,\n5,x\n', csv, limits)).rejects.toThrow('"x", not true or false');
  });

  it('writes rows that hold nothing when it knows which columns there are', async () => {
    const none = { column_0: null, column_1: null };
    const limits = { lines: 2, bytes: 100 };
    const written = await write('\n\nnull\n\n\n1,x\n', csv, limits);
    expect(groupSizes(written)).toEqual([2, 2, 2]);
    expect(await rows(written)).toEqual([none, none, none, none, none, { column_0: 1, column_1: 'x' }]);
    expect(await rows(await write('\n\n', csv))).toEqual([{ column_0: null }, { column_0: null }]);
  });

  it('takes an empty text of Parquet for a text, unless a row has no other cell', async () => {
    const marked: ParquetOutputFormat = { ...csv, quotedAreTexts: true };
    const limits = { lines: 1, bytes: 100 };
    expect(await rows(await write('1,""\n2,"x"\n', marked, limits))).toEqual([
      { column_0: 1, column_1: '' },
      { column_0: 2, column_1: 'x' },
    ]);
    expect(await rows(await write('""\n2\n', marked, limits))).toEqual([{ column_0: null }, { column_0: 2 }]);
  });

  it.each([
    // 0.1 as Python's repr, C's %.17g and %.20f, and numpy's %.18e print it.
    ['0.1', 0.1],
    ['0.10000000000000001', 0.1],
    ['0.10000000000000000555', 0.1],
    ['1.000000000000000056e-01', 0.1],
    ['58964006861.035904', 58964006861.035904],
  ])('takes %s for a double', async (text, column_0) => {
    expect(await rows(await write(text))).toEqual([{ column_0 }]);
  });

  it('keeps the sign of each zero, though they are equal', async () => {
    const zeros = '0.0\n-0.0\n'.repeat(50);
    const found = (await rows(await write(zeros))).map(({ column_0 }) => Object.is(column_0, -0));
    expect(found).toEqual(Array.from({ length: 100 }, (_, at) => at % 2 === 1));
  });

  it('writes columns as the job names them', async () => {
    const columns = [
      { name: 'id', type: 'int64' },
      { name: 'score', type: 'float' },
    ] as const;
    const expected = [{ id: 9223372036854775807n, score: Math.fround(0.1) }];
    expect(await rows(await write('9223372036854775807,0.1\n', { ...csv, columns }))).toEqual(expected);
    const line = '{"score":0.1,"other":1,"id":9223372036854775807}';
    expect(await rows(await write(line, { ...json, columns }))).toEqual(expected);
  });

  it('writes every type as the file from which pyarrow has read the same values', async () => {
    const names = ['int64', 'double', 'float', 'boolean', 'text'] as const;
    const columns = names.map((name) => ({ name, type: name }));
    const written = await write(golden('written.csv').toString(), { ...csv, columns }, { lines: 50, bytes: 1e6 });
    expect(written.equals(golden('written.parquet'))).toBe(true);
  });

  it('writes decimals as the file from which pyarrow has read the same values', async () => {
    const types = ['decimal(9,2)', 'decimal(18,0)', 'decimal(38,10)'] as const;
    const columns = types.map((type, at) => ({ name: `d${at}`, type }));
    const lines = golden('written-decimals.csv').toString();
    expect((await write(lines, { ...csv, columns })).equals(golden('written-decimals.parquet'))).toBe(true);
    const line = (cell: string) => write(cell, { ...csv, columns: columns.slice(0, 1) });
    await expect(line('1.234')).rejects.toThrow('is "1.234", not a decimal of 9 digits, 2 of them behind the point');
    for (const cell of ['12345678.90', '1e2', 'x', '1.2.3']) await expect(line(cell)).rejects.toThrow('not a decimal');
  });

  it('keeps a row of nulls for a line that stands for a rejected record', async () => {
    expect(await rows(await write('\nnull\n1\n\n'))).toEqual([null, null, 1, null].map((column_0) => ({ column_0 })));
  });

  it('is a table of no rows for no lines', async () => {
    const empty = await write('', { ...csv, columns: [{ name: 'a' }, { name: 'b', type: 'text' }] });
    expect(parquetMetadata(bufferOf(empty)).schema.map(({ name, type }) => [name, type])).toEqual([
      ['schema', undefined],
      ['a', 'BYTE_ARRAY'],
      ['b', 'BYTE_ARRAY'],
    ]);
    expect(await rows(empty)).toEqual([]);
    expect(await rows(await write(''))).toEqual([]);
  });

  it('ends a row group by lines and by bytes', async () => {
    const lines = Array.from({ length: 10 }, (_, at) => `${at}\n`).join('');
    expect(groupSizes(await write(lines, csv, { lines: 4, bytes: 1000 }))).toEqual([4, 4, 2]);
    expect(groupSizes(await write(lines, csv, { lines: 1000, bytes: 5 }))).toEqual([3, 3, 3, 1]);
  });

  it.each([
    [
      csv,
      '1\nx\n',
      { lines: 1, bytes: 9 },
      'Line 2 of the output cannot be a row of Parquet: column "column_0" is "x", not a number',
    ],
    [
      csv,
      '1,2\n3\n',
      undefined,
      'Line 2 of the output cannot be a row of Parquet: it has 1 cells; there are 2 columns',
    ],
    [csv, '1\n12345678901234567\n', { lines: 1, bytes: 9 }, 'is "12345678901234567", not a number that a double holds'],
    [csv, '"a"b\n', undefined, 'its quotes are broken'],
    [json, '{"a":1}\n{"b":1}\n', { lines: 1, bytes: 9 }, 'it has the key "b", which no line had at the beginning'],
    [json, '{"a":\n', undefined, 'it is not JSON: "{\\"a\\":"'],
    [json, '1\n"1"\n', { lines: 1, bytes: 9 }, 'is "1", not a number'],
    [
      { ...csv, columns: [{ name: 'a', type: 'int64' }] } as const,
      '1.5',
      undefined,
      '"1.5", not an integer of 64 bits',
    ],
    [{ ...csv, columns: [{ name: 'a' }] } as const, '1,2', undefined, 'it has 2 cells; there are 1 columns'],
  ])('refuses %j %j', async (format, text, limits, message) => {
    await expect(write(text, format, limits)).rejects.toThrow(message);
  });

  it('refuses bytes that are no text', async () => {
    const sink = ParquetSink.open(csv, { output: new MemoryOutput() });
    await sink.append(Buffer.from([0xff, 10]));
    await expect(sink.finish()).rejects.toThrow('The output is not UTF-8');
  });

  it('is the same bytes however the lines come in pieces and however often it is resumed', async () => {
    const value = fc.oneof(fc.double().map(String), fc.constantFrom('', '', '', '-0', 'inf', 'nan'));
    const cells = fc.tuple(value, fc.constantFrom('x', '"a,\nb"', 'é', ''), fc.constantFrom('', '', '', '', '', '7'));
    const line = fc.oneof({ weight: 3, arbitrary: cells.map((some) => some.join(',')) }, fc.constant(''));
    const limits = { lines: 5, bytes: 60 };
    const named = { ...csv, columns: [{ name: 'a' }, { name: 'b', type: 'text' }, { name: 'c' }] } as const;
    const lives = fc.array(fc.record({ size: fc.nat(40), isKilled: fc.boolean() }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), lives, fc.boolean(), async (lines, pieces, areNamed) => {
        const format = areNamed ? named : csv;
        const text = lines.map((one) => `${one}\n`).join('');
        const bytes = Buffer.from(text);
        let output = new MemoryOutput();
        let sink = ParquetSink.open(format, { output, limits });
        let at = 0;
        for (const { size, isKilled } of pieces) {
          await sink.append(bytes.subarray(at, at + size));
          at += size;
          const state = await sink.sync();
          if (!isKilled || state === undefined) continue;
          const saved = JSON.parse(JSON.stringify(state)) as SinkState;
          // What was written after the checkpoint is lost.
          await sink.append(bytes.subarray(at, at + 7));
          output = new MemoryOutput(output.bytes.subarray(0, saved.output.length));
          sink = ParquetSink.open(format, { output, limits }, saved);
        }
        await sink.append(bytes.subarray(at));
        expect(await sink.finish()).toBe(true);
        await sink.seal();
        expect(output.bytes.equals(await write(text, format, limits))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('asks for the end of a group where that comes soon, and keeps its lines where it does not', async () => {
    const sink = await openRecordSink(csv, { output: new MemoryOutput() });
    const lines = (count: number) => Buffer.from('1.5\n'.repeat(count));
    await sink.append(lines(70_000));
    expect(await sink.sync()).toBeDefined(); // 280 kB of lines, but no group has ended yet
    await sink.append(lines(70_000));
    expect(await sink.sync()).toBeDefined(); // a group of 131,072 lines has ended just now
    await sink.append(lines(131_072));
    await sink.append(lines(70_000));
    expect(await sink.sync()).toBeUndefined(); // the next one ends soon
  });
});
