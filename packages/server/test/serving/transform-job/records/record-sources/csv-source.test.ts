import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { objectStart } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { inputOf, type OpenedSource, openSource, recordsOf } from './source-blocks.ts';

const header = { CATENARY_BATCH_CSV_HEADER: 'on' };
const quoted = { CATENARY_BATCH_CSV_QUOTED_NEWLINES: 'on' };
const semicolon = { CATENARY_BATCH_CSV_DELIMITER: ';' };

async function records(text: string, environment: Record<string, string>, limits = {}): Promise<string[]> {
  const opened = await openSource(Buffer.from(text), inputOf(environment));
  return recordsOf(await opened.all(limits), opened.splitter);
}

/** A job that continues at the end of any block gets the blocks that it would have got. */
async function expectResumable({ all, from, after }: OpenedSource, limits = {}): Promise<void> {
  const blocks = await all(limits);
  expect(blocks.length).toBeGreaterThan(3);
  let position = objectStart;
  for (const [at, block] of blocks.entries()) {
    expect(await from(position, limits)).toEqual(blocks.slice(at));
    position = after(position, block);
  }
  expect(await from(position, limits)).toEqual([]);
}

const rows = Array.from({ length: 30 }, (_, row) => `${row};"a;${row}";"two\nlines, ${row}"`).join('\n');

describe('csvSource()', () => {
  it('leaves a header line out, also one with a mark, quotes and line breaks; an object of nothing else is empty', async () => {
    expect(await records('\uFEFFa,b\r\n1,2\r\n3,4\r\n', header)).toEqual(['1,2', '3,4']);
    expect(await records('"a\nb",c\n1,2', { ...header, ...quoted })).toEqual(['1,2']);
    for (const text of ['', 'a,b', 'a,b\n']) expect(await records(text, header)).toEqual([]);
  });

  it('says where records stand in the object, the header included', async () => {
    const { source, all } = await openSource(Buffer.from('"a\nb",c\n1,2\n'), inputOf({ ...header, ...quoted }));
    await all();
    // `"a\nb",c\n` is 8 bytes in 2 lines.
    expect([source.hasByteOffsets, source.origin]).toEqual([true, { byte: 8, line: 2 }]);
  });

  it('does not take a whole object with CR line ends for its header', async () => {
    await expect(records('a,b\r1,2\r3,4\r', header)).rejects.toThrow(
      'The header line holds a carriage return: lines must end in \\n or \\r\\n, not in \\r alone.',
    );
    expect(await records('a,b\r\n1,2\r\n', header)).toEqual(['1,2']);
  });

  it('has the columns that its folders stand for, where they are asked for by name', async () => {
    const request = inputOf({ ...header, CATENARY_BATCH_COLUMNS: 'day,b,g' });
    const key = 'rows/g=1/day=2024-02-29/part-0.csv';
    const { all, splitter } = await openSource(Buffer.from('a,b\n1,2\n3,4\n'), request, key);
    expect(recordsOf(await all(), splitter)).toEqual(['2024-02-29,2,1', '2024-02-29,4,1']);
  });

  // pandas.read_csv: ['a', 'a.1', 'Unnamed: 2', 'a.2']
  it('knows what pandas calls a column whose name stands twice, or is empty', async () => {
    const { source, all } = await openSource(Buffer.from('a,a,,a\n1,2,3,4\n'), inputOf(header));
    await all();
    expect(source.columns?.map(({ pandasName }) => pandasName)).toEqual(['a', 'a.1', 'Unnamed: 2', 'a.2']);
  });

  it('picks columns by their names, in the order wanted', async () => {
    const picked = { ...header, CATENARY_BATCH_COLUMNS: 'c,"a,b"' };
    expect(await records('"a,b",x,c\n1,2,3\n"p,q",,""\n', picked)).toEqual(['3,1', ',"p,q"']);
    expect(await records('a,c\n1,\n2,5\n', { ...header, CATENARY_BATCH_COLUMNS: 'c' })).toEqual(['""', '5']);
    await expect(records('a,c\n1,2\n', { ...header, CATENARY_BATCH_COLUMNS: 'd' })).rejects.toThrow(
      'The header has no column "d"; it has a, c.',
    );
    await expect(records('c,c\n1,2\n', { ...header, CATENARY_BATCH_COLUMNS: 'c' })).rejects.toThrow(
      'The header has two columns "c".',
    );
  });

  it('writes cells between other delimiters with commas', async () => {
    expect(await records('1,5;b;"c;d"\n', semicolon)).toEqual(['"1,5",b,c;d']);
    expect(await records('a\tb c\t\n', { CATENARY_BATCH_CSV_DELIMITER: 'tab' })).toEqual(['a,b c,']);
  });

  it('sets records apart that it cannot read, or fails with their number', async () => {
    const text = 'a;b\n1;2\n1\n"x"y;2\n3;4\n';
    await expect(records(text, { ...header, ...semicolon })).rejects.toThrow('Record 2 has 1 cells, the header 2.');
    expect(await records(text, { ...header, ...semicolon }, { skipOversized: true })).toEqual([
      '1,2',
      '! The record has 1 cells, the header 2.',
      '! The record has broken quotes.',
      '3,4',
    ]);
    const opened = await openSource(Buffer.from(text), inputOf({ ...header, ...semicolon }));
    await expectResumable(opened, { skipOversized: true });
  });

  it('gives the same blocks from the end of any block on, in every dialect', async () => {
    const lines = `a,b\n${Array.from({ length: 30 }, (_, row) => `${row},x`).join('\n')}`;
    await expectResumable(await openSource(Buffer.from(lines), inputOf(header)));
    await expectResumable(await openSource(Buffer.from(rows), inputOf({ ...quoted, ...semicolon })));
    const commas = Buffer.from(`h;,,\n${rows.replaceAll(';', ',')}`);
    await expectResumable(await openSource(commas, inputOf({ ...quoted, ...header })));
    const gzip = { CompressionType: 'Gzip' } as const;
    await expectResumable(await openSource(gzipSync(commas), inputOf({ ...quoted, ...header }, gzip)));
    await expectResumable(await openSource(gzipSync(rows), inputOf({ ...quoted, ...semicolon }, gzip)));
  });
});
