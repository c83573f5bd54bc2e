import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../../src/serving/transform-job/lines.ts';
import { splitLines } from '../../../src/serving/transform-job/splitters/line.ts';
import { splitNone } from '../../../src/serving/transform-job/splitters/none.ts';

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(blocks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}

const limits = { blockBytes: 10, maxRecordBytes: 100 };

describe('splitLines()', () => {
  it('neither loses nor moves a byte, cuts only at line ends, and keeps blocks small', async () => {
    const line = fc.stringMatching(/^[ -~]{0,14}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.boolean(), fc.integer({ min: 1, max: 40 }), async (lines, ended, size) => {
        const object = Buffer.from(lines.join('\n') + (ended ? '\n' : ''));
        const blocks = await collect(splitLines(chunked(object, size), limits));
        expect(Buffer.concat(blocks)).toEqual(object);
        for (const block of blocks.slice(0, -1)) expect(block.at(-1)).toBe(10);
        for (const block of blocks)
          expect(block.length <= 10 || block.indexOf(10) === block.length - 1 || !block.includes(10)).toBe(true);
      }),
    );
  });

  it('names the record that is too large', async () => {
    const object = Buffer.from(`a\nb\n${'c'.repeat(101)}\nd\n`);
    for (const size of [3, 50, 1000]) {
      await expect(collect(splitLines(chunked(object, size), limits))).rejects.toThrow('Record 3 is larger than');
    }
  });
});

describe('splitNone()', () => {
  it('gives the whole object, and refuses one that is too large', async () => {
    expect(await collect(splitNone(chunked(Buffer.from('a\nb'), 2), limits))).toEqual([Buffer.from('a\nb')]);
    await expect(collect(splitNone(chunked(Buffer.alloc(101), 7), limits))).rejects.toThrow('Record 1 is larger');
  });
});

describe('recordsOf()', () => {
  it('takes line ends of both kinds away and leaves out empty lines', () => {
    expect(recordsOf(Buffer.from('a\r\n\nb\n\r\nc')).map(String)).toEqual(['a', 'b', 'c']);
  });
});
