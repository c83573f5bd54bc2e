import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectStart } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { inputOf, openSource, recordsOf } from './source-blocks.ts';

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../../../../test/golden/parquet', name));
const parquet = { CATENARY_BATCH_INPUT_FORMAT: 'parquet' };
const jsonLines = { ContentType: 'application/jsonlines' };
const open = (bytes: Buffer, columns?: string, input = {}) =>
  openSource(bytes, inputOf(columns === undefined ? parquet : { ...parquet, CATENARY_BATCH_COLUMNS: columns }, input));

async function rows(bytes: Buffer, columns?: string, input = {}): Promise<string[]> {
  const opened = await open(bytes, columns, input);
  return recordsOf(await opened.all(), opened.splitter);
}

/** As JavaScript writes them: `1`, not `1.0`. */
const sameNumbers = (line: string) => line.replaceAll(/(:-?\d+)\.0(?=[,}])/g, '$1');

describe('parquetSource()', () => {
  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])('reads what pyarrow wrote: %s', async (codec) => {
    const expected = golden('types.jsonl').toString().trimEnd().split('\n');
    const found = await rows(golden(`types-${codec}.parquet`), undefined, jsonLines);
    expect(found.map((line) => JSON.parse(line) as unknown)).toEqual(
      expected.map((line) => JSON.parse(line) as unknown),
    );
    // JSON.parse rounds these: their digits have to be there.
    expect(found.map((line) => /"large":(\w+)/.exec(line)?.[1])).toEqual(
      expected.map((line) => /"large":(\w+)/.exec(line)?.[1]),
    );
  });

  it('names two columns of one name, also where neither is wanted', async () => {
    const message = 'The file has two columns "a": write it with a name for each.';
    await expect(rows(golden('twins.parquet'))).rejects.toThrow(message);
    await expect(rows(golden('twins.parquet'), 'b')).rejects.toThrow(message);
  });

  it.each(['v1', 'v2', 'v1-nulls', 'v2-nulls'])('reads every encoding, in many pages: %s', async (name) => {
    const expected = golden(name.endsWith('nulls') ? 'encodings-nulls.jsonl' : 'encodings.jsonl');
    const found = await rows(golden(`encodings-${name}.parquet`), undefined, jsonLines);
    expect(found).toEqual(expected.toString().trimEnd().split('\n').map(sameNumbers));
  });

  it.each(['decimals', 'decimals-integers'])('keeps all digits of decimals, and the sign of zero: %s', async (name) => {
    const expected = golden('decimals.csv').toString().trimEnd().split('\n');
    expect(await rows(golden(`${name}.parquet`))).toEqual(expected);
    const [first] = await rows(golden(`${name}.parquet`), 'wide,zero', jsonLines);
    expect(first).toBe('{"wide":0.0000000000,"zero":0}');
  });

  it('refuses a text that is not UTF-8 where it would be written as another', async () => {
    await expect(rows(golden('not-utf8.parquet'), undefined, jsonLines)).rejects.toThrow(
      '(row group 1, column "text"): a text is not UTF-8: "\ufffd\ufffd".',
    );
    expect(await rows(golden('not-utf8.parquet'), 'n', jsonLines)).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('says that a file, or a column that is asked for, is encrypted', async () => {
    await expect(rows(golden('encrypted.parquet'))).rejects.toThrow('The Parquet file is encrypted: write it without.');
    await expect(rows(golden('encrypted-column.parquet'))).rejects.toThrow('The column "secret" is encrypted');
    expect(await rows(golden('encrypted-column.parquet'), 'open')).toEqual(['1', '2']);
  });

  it('has the columns that its folders stand for, where they are asked for by name', async () => {
    const request = (columns: string, input = {}) => inputOf({ ...parquet, CATENARY_BATCH_COLUMNS: columns }, input);
    const key = 'rows/day=2024-02-29/g=1/part=__HIVE_DEFAULT_PARTITION__/a%3Ab=x%2Fy/part-0.parquet';
    const read = async (columns: string, input = {}) => {
      const opened = await openSource(golden('nulls.parquet'), request(columns, input), key);
      return recordsOf(await opened.all(), opened.splitter);
    };
    expect(await read('g,two,day')).toEqual(['1,x,2024-02-29', '1,y,2024-02-29', '1,z,2024-02-29']);
    expect((await read('g,one,part,a:b,day', jsonLines))[1]).toBe(
      '{"g":1,"one":null,"part":null,"a:b":"x/y","day":"2024-02-29"}',
    );
    await expect(read('h')).rejects.toThrow('The file has no column "h"; it has one, two.');
    const plain = await openSource(golden('nulls.parquet'), inputOf(parquet), key);
    expect(recordsOf(await plain.all(), plain.splitter)[0]).toBe('1.5,x');
  });

  it('takes a column that holds nothing in a file for any other, whatever type its writer gave it', async () => {
    const empty = golden('empty-columns.parquet');
    expect(await rows(empty)).toEqual(['1.5,,,,true', ',,,,', '-2,,,,false']);
    expect((await rows(empty, 'time,void', jsonLines))[0]).toBe('{"time":null,"void":null}');
    const opened = await open(empty);
    await opened.all();
    expect(opened.source.columns).toEqual([
      { name: 'number', isNoText: true },
      { name: 'void', isNoText: true },
      { name: 'bytes', isNoText: true },
      { name: 'time', isNoText: true },
      { name: 'flag', isBoolean: true, isNoText: true },
    ]);
  });

  it('writes rows as CSV: null is an empty cell, a row of nothing else an empty cell in quotes', async () => {
    const types = golden('types-snappy.parquet');
    expect((await rows(types, 'large,text,flag')).slice(0, 5)).toEqual([
      '4611686018427387904,plain,true',
      '4611686018427387905,"a,b",false',
      ',,',
      '4611686018427387907,"two\nlines",true',
      '4611686018427387908,été,false',
    ]);
    expect(await rows(golden('nulls.parquet'))).toEqual(['1.5,x', ',y', '-2,z']);
    expect(await rows(golden('nulls.parquet'), 'one')).toEqual(['1.5', '""', '-2']);
    expect(await rows(golden('empty.parquet'))).toEqual([]);
  });

  it('sets a row apart that is too large, by its size without its end', async () => {
    const { all } = await open(golden('nulls.parquet'));
    const limits = { maxRecordBytes: 3, skipOversized: true };
    // Rows are `1.5,x`, `,y` and `-2,z`, of 5, 2 and 4 bytes.
    expect(
      (await all(limits)).map((block) => (Buffer.isBuffer(block) ? String(block) : [String(block.head), block.size])),
    ).toEqual([['1.5,x', 5], ',y\n', ['-2,z', 4]]);
    await expect(all({ maxRecordBytes: 3 })).rejects.toThrow('Record is larger than');
  });

  it('continues at a row, in whichever row group it is', async () => {
    const { all, from, after, source } = await open(golden('types-zstd.parquet'), 'us,large');
    const blocks = await all();
    expect([blocks.length, source.hasByteOffsets]).toEqual([10, false]);
    let position = objectStart;
    for (const [at, block] of blocks.entries()) {
      expect(await from(position)).toEqual(blocks.slice(at));
      position = after(position, block);
    }
    expect(await from(position)).toEqual([]);
  });

  it('holds one row group at a time', async () => {
    const opened = await open(golden('diamonds.parquet'));
    const getObject = opened.store.getObject.bind(opened.store);
    const read: number[] = [];
    opened.store.getObject = (place, options) =>
      getObject(place, {
        ...options,
        range: (object) => {
          const range = options?.range?.(object);
          read.push((range?.last ?? NaN) - (range?.first ?? NaN) + 1);
          return range;
        },
      });
    expect(recordsOf(await opened.all(), opened.splitter)).toHaveLength(2000);
    // The footer's part is read first; a column of 300 rows has well below 4 KiB.
    expect(Math.max(...read.slice(2))).toBeLessThan(4096);
  });

  it('names columns that are no cells, unless they are not asked for', async () => {
    await expect(rows(golden('nested.parquet'))).rejects.toThrow(
      'Columns that cannot be a cell: "list" is nested (LIST); "struct" is nested (struct); "bytes" is of bytes (BYTE_ARRAY); ' +
        '"clock" is of type TIME. Name the columns to read in CATENARY_BATCH_COLUMNS',
    );
    expect(await rows(golden('nested.parquet'), 'plain')).toEqual(['1']);
    await expect(rows(golden('nulls.parquet'), 'three')).rejects.toThrow(
      'The file has no column "three"; it has one, two.',
    );
  });

  it('refuses files that were cut off, and other bytes', async () => {
    const whole = golden('types-snappy.parquet');
    await expect(rows(whole.subarray(0, whole.length - 1))).rejects.toThrow('is cut off');
    await expect(rows(whole.subarray(0, 4000))).rejects.toThrow('is cut off');
    await expect(rows(Buffer.from('a,b,c\n1,2,3\n4,5,6\n'))).rejects.toThrow('does not begin with PAR1');
    await expect(rows(Buffer.from('PAR1'))).rejects.toThrow('at least 12');
    await expect(rows(Buffer.alloc(0))).rejects.toThrow('at least 12');
  });

  it('names row group and column of a page that is damaged', async () => {
    const damaged = golden('types-gzip.parquet');
    // The first page of the first column: behind its header stands what gzip begins with.
    const page = damaged.indexOf(Buffer.from([0x1f, 0x8b]));
    damaged[page] = 0;
    await expect(rows(damaged)).rejects.toThrow('(row group 1, column "text")');
  });
});
