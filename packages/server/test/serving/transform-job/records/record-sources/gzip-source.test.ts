import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RecordPosition } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { objectStart } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { inputOf, openSource, recordsOf } from './source-blocks.ts';

/** CompressionType Gzip: what of a compressed object is read, and what is refused. */
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `row ${from + at}`);
const gzip = (records: readonly string[]) => gzipSync(records.map((record) => `${record}\n`).join(''));
const open = (bytes: Buffer) => openSource(bytes, inputOf({}, { CompressionType: 'Gzip' }));

async function read(bytes: Buffer): Promise<string[]> {
  const { all, splitter } = await open(bytes);
  return recordsOf(await all(), splitter);
}

describe('an object of a job that says nothing of compression', () => {
  const named = async (bytes: Buffer, key: string, input = {}) => {
    const { all, splitter } = await openSource(bytes, inputOf({}, input), key);
    return recordsOf(await all(), splitter);
  };

  it('is decompressed by its name, beside others that are not', async () => {
    expect(await named(gzip(lines(0, 9)), 'rows/a.csv.gz')).toEqual(lines(0, 9));
    expect(await named(Buffer.from('1\n2\n'), 'rows/b.csv')).toEqual(['1', '2']);
    await expect(named(Buffer.from('1\n2\n'), 'rows/c.csv.gz')).rejects.toThrow('is not gzip');
  });

  it('is read as it is where the job says None, or takes no lines', async () => {
    expect(await named(Buffer.from('1\n2\n'), 'a.gz', { CompressionType: 'None' })).toEqual(['1', '2']);
    const bytes = gzip(lines(0, 2));
    const { all } = await openSource(bytes, inputOf({}, { SplitType: 'None' }), 'a.gz');
    expect(await all()).toEqual([bytes]);
  });
});

describe('a gzip object', () => {
  it('is read to the end of its last member', async () => {
    const members = [gzip(lines(0, 20)), gzip([]), gzip(lines(20, 21)), gzip(lines(21, 50))];
    expect(await read(Buffer.concat(members))).toEqual(lines(0, 50));
  });

  it('may be padded with zeros', async () => {
    expect(await read(Buffer.concat([gzip(lines(0, 9)), Buffer.alloc(100_000)]))).toEqual(lines(0, 9));
  });

  it('may hold nothing', async () => {
    expect(await read(gzip([]))).toEqual([]);
    expect(await read(Buffer.alloc(0))).toEqual([]);
  });

  it('is resumed at the end of any block', async () => {
    const { all, from, after, splitter } = await open(Buffer.concat([gzip(lines(0, 20)), gzip(lines(20, 40))]));
    const blocks = await all();
    expect(blocks.length).toBeGreaterThan(3);
    let position: RecordPosition = objectStart;
    for (const [at, block] of blocks.entries()) {
      position = after(position, block);
      expect(recordsOf(await from(position), splitter)).toEqual(recordsOf(blocks.slice(at + 1), splitter));
    }
  });

  const whole = gzip(lines(0, 9));
  it.each<[string, Buffer]>([
    ['cut off in its content', whole.subarray(0, -12)],
    ['cut off in its checksum', whole.subarray(0, -3)],
    ['cut off in its header', whole.subarray(0, 5)],
    ['cut off in its second member', Buffer.concat([whole, whole.subarray(0, 14)])],
    ['followed by other bytes', Buffer.concat([whole, Buffer.from('more rows\n')])],
    ['followed by one other byte', Buffer.concat([whole, Buffer.from('x')])],
    ['followed by the beginning of a member', Buffer.concat([whole, Buffer.from([0x1f, 0x8b])])],
    ['changed in its content', Buffer.concat([whole.subarray(0, 15), Buffer.from([0]), whole.subarray(16)])],
    ['wrong by its checksum', Buffer.concat([whole.subarray(0, -8), Buffer.alloc(4), whole.subarray(-4)])],
    ['not gzip at all', Buffer.from('row 1\nrow 2\n')],
  ])('%s fails', async (_name, bytes) => {
    await expect(read(bytes)).rejects.toThrow(/^The object is not gzip, or it is damaged: /);
  });

  it('that continues behind its padding fails: those rows would be lost unnoticed', async () => {
    const padded = Buffer.concat([whole, Buffer.alloc(3), gzip(lines(9, 12))]);
    await expect(read(padded)).rejects.toThrow(
      `The object is damaged: it continues behind its gzip stream, which ends at byte ${whole.length}.`,
    );
  });
});
