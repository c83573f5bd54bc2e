import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectStart } from '../../../../src/serving/transform-job/splitter.ts';
import { openSource, recordsOf, requestOf } from './source-blocks.ts';

const golden = (name: string) => readFileSync(join(import.meta.dirname, '../../../golden/parquet', name));
const parquet = { CATENARY_BATCH_INPUT_FORMAT: 'parquet' };
const jsonLines = { ContentType: 'application/jsonlines' };
const open = (bytes: Buffer, columns?: string, input = {}) =>
  openSource(
    bytes,
    requestOf(columns === undefined ? parquet : { ...parquet, CATENARY_BATCH_COLUMNS: columns }, input),
  );

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

  it.each(['v1', 'v2', 'v1-nulls', 'v2-nulls'])('reads every encoding, in many pages: %s', async (name) => {
    const expected = golden(name.endsWith('nulls') ? 'encodings-nulls.jsonl' : 'encodings.jsonl');
    const found = await rows(golden(`encodings-${name}.parquet`), undefined, jsonLines);
    expect(found).toEqual(expected.toString().trimEnd().split('\n').map(sameNumbers));
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

  it('goes on at a row, in whichever row group it is', async () => {
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
    opened.store.getObject = (bucket, key, options) =>
      getObject(bucket, key, {
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
        '"long" is a decimal of 38 digits, more than 15; "clock" is of type TIME. Name the columns to read in CATENARY_BATCH_COLUMNS',
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
