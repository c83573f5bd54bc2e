import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkPool } from '../../../../src/platform/storage/chunk-pool.ts';
import { type OversizedRecord, objectStart } from '../../../../src/serving/transform-job/records/splitter.ts';
import { lineSplitter } from '../../../../src/serving/transform-job/records/splitters/line.ts';
import { wholeSplitter } from '../../../../src/serving/transform-job/records/splitters/whole.ts';

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect<T>(blocks: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}

const limits = { blockBytes: 10, maxRecordBytes: 100 };
const cutLines = (object: Buffer, size: number, given = limits) =>
  collect(lineSplitter.blocks(chunked(object, size), given, objectStart) as AsyncIterable<Buffer>);

const line = fc.stringMatching(/^[ -~]{0,14}$/);
const object = fc
  .record({ lines: fc.array(line, { maxLength: 30 }), isEnded: fc.boolean() })
  .map(({ lines, isEnded }) => Buffer.from(lines.join('\n') + (isEnded ? '\n' : '')));
const chunkSize = fc.integer({ min: 1, max: 40 });

describe('lineSplitter.blocks()', () => {
  it('neither loses nor moves a byte, cuts only at line ends, and keeps blocks small', async () => {
    await fc.assert(
      fc.asyncProperty(object, chunkSize, async (bytes, size) => {
        const blocks = await cutLines(bytes, size);
        expect(Buffer.concat(blocks)).toEqual(bytes);
        for (const block of blocks.slice(0, -1)) expect(block.at(-1)).toBe(10);
        for (const block of blocks)
          expect(block.length <= 10 || block.indexOf(10) === block.length - 1 || !block.includes(10)).toBe(true);
      }),
    );
  });

  it('cuts the same blocks however the bytes come, and from the end of any block on', async () => {
    await fc.assert(
      fc.asyncProperty(object, chunkSize, chunkSize, fc.nat(), async (bytes, size, otherSize, pick) => {
        const blocks = await cutLines(bytes, size);
        expect(await cutLines(bytes, otherSize)).toEqual(blocks);
        const from = pick % (blocks.length + 1);
        const before = blocks.slice(0, from).reduce((sum, block) => sum + block.length, 0);
        expect(await cutLines(bytes.subarray(before), otherSize)).toEqual(blocks.slice(from));
      }),
    );
  });

  it('cuts the same blocks into room that it is given, though chunks are written over once they are given back', async () => {
    async function* reused(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += size) {
        const chunk = Buffer.from(chunkPool.take()).fill('#', 0, 2 * size);
        yield chunk.subarray(0, bytes.copy(chunk, 0, at, at + size));
      }
    }
    // Longer blocks have no room, and stay where their bytes came.
    const room = (length: number) => (length <= 8 ? Buffer.alloc(length) : undefined);
    await fc.assert(
      fc.asyncProperty(object, chunkSize, async (bytes, size) => {
        const given = { ...limits, room, skipOversized: true };
        expect(await collect(lineSplitter.blocks(reused(bytes, size), given, objectStart))).toEqual(
          await cutLines(bytes, size),
        );
      }),
    );
  });

  it('refuses a record that is too large, and gives a beginning of it instead if it is asked to', async () => {
    const large = Buffer.from(`a\nb\n${'c'.repeat(101)}\nd\n`);
    for (const size of [3, 50, 1000]) {
      await expect(cutLines(large, size)).rejects.toThrow('Record is larger than');
      const pieces = await collect(
        lineSplitter.blocks(chunked(large, size), { ...limits, skipOversized: true }, objectStart),
      );
      expect(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece.toString() : piece))).toEqual([
        'a\nb\n',
        { head: Buffer.from('c'.repeat(100)), size: 102 },
        'd\n',
      ]);
    }
    expect(await cutLines(Buffer.from(`${'c'.repeat(100)}\n`), 7)).toEqual([Buffer.from(`${'c'.repeat(100)}\n`)]);
  });

  it('gives a last line that is too large and has no end', async () => {
    const source = chunked(Buffer.from(`a\n${'c'.repeat(150)}`), 9);
    const pieces = await collect(lineSplitter.blocks(source, { ...limits, skipOversized: true }, objectStart));
    expect(pieces[0]).toEqual(Buffer.from('a\n'));
    expect((pieces[1] as OversizedRecord).size).toBe(150);
    expect(pieces).toHaveLength(2);
  });
});

describe('lineSplitter.records()', () => {
  it('takes line ends of both kinds away, leaves out empty lines, and knows where each record stands', () => {
    const block = Buffer.from('a\r\n\nb\n\r\nc');
    expect(lineSplitter.records(block).map(({ body, byte, line }) => [String(body), byte, line])).toEqual([
      ['a', 0, 0],
      ['b', 4, 2],
      ['c', 8, 4],
    ]);
    expect(lineSplitter.records(Buffer.from('\n\n'))).toEqual([]);
  });
});

describe('lineSplitter.whole()', () => {
  it('is what taking apart and joining gives', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', '\n', '\r\n', '\r'), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat(4), (given, offset) => {
        // Bytes are looked at four at a time, wherever they begin.
        const block = Buffer.from(`${'\n'.repeat(offset)}${given}`).subarray(offset);
        const records = lineSplitter.records(block);
        const lines = given.split('\n');
        if (lines.at(-1) === '') lines.pop();
        expect(lineSplitter.whole(block)).toEqual({
          body: lineSplitter.join(records),
          recordCount: records.length,
          lineCount: lines.length,
        });
      }),
    );
  });
});

describe('wholeSplitter', () => {
  const cut = (bytes: Buffer, skipOversized = false) =>
    collect(wholeSplitter.blocks(chunked(bytes, 7), { ...limits, skipOversized }, objectStart));

  it('gives the whole object, and refuses one that is too large', async () => {
    expect(await cut(Buffer.from('a\nb'))).toEqual([Buffer.from('a\nb')]);
    await expect(cut(Buffer.alloc(101))).rejects.toThrow('Record is larger than');
    expect(await cut(Buffer.alloc(101), true)).toMatchObject([{ size: 101 }]);
  });

  it('has nothing left once its one record was done', async () => {
    const blocks = wholeSplitter.blocks(chunked(Buffer.from('a'), 1), limits, { byte: 1, record: 1, line: 1 });
    expect(await collect(blocks)).toEqual([]);
  });
});
