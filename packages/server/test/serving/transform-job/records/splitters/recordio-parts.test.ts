import { readRecordIo } from '@catenary/scoring/internal/formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectStart } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { recordIoSplitter } from '../../../../../src/serving/transform-job/records/splitters/recordio.ts';
import { recordIoPart } from '../../../../support/framed-records.ts';

/** CATENARY_TEST_SEED says which files are tried, CATENARY_TEST_SEEDS how many (default 300). */
const seed = Number(process.env.CATENARY_TEST_SEED ?? 1);
const numRuns = Number(process.env.CATENARY_TEST_SEEDS ?? 300);

const magic = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);

/**
 * A record as dmlc-core's `RecordIOWriter::WriteRecord` writes it: where the magic number stands in the payload at a multiple of
 * four bytes, it is left out, and a part ends.
 */
function written(payload: Buffer): Buffer {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = 0; at + 4 <= payload.length - (payload.length % 4); at += 4) {
    if (!payload.subarray(at, at + 4).equals(magic)) continue;
    parts.push(recordIoPart(payload.subarray(start, at), parts.length === 0 ? 1 : 2));
    start = at + 4;
  }
  const last = payload.subarray(start);
  return Buffer.concat([...parts, recordIoPart(last, parts.length === 0 ? 0 : 3)]);
}

/** Words of four bytes, many of them the magic number, and up to three bytes more. */
const payload = fc
  .record({
    words: fc.array(
      fc.oneof(fc.constant(magic), fc.constant(Buffer.alloc(4)), fc.uint8Array({ minLength: 4, maxLength: 4 })),
      {
        maxLength: 20,
      },
    ),
    end: fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.constant(magic.subarray(0, 3))),
    shift: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ words, end, shift }) => Buffer.concat([...words, end]).subarray(shift));
const payloads = fc.array(payload, { minLength: 1, maxLength: 12 });
const size = fc.integer({ min: 1, max: 90 });

async function* chunked(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length));
}

describe('records of RecordIO in several parts', () => {
  it('are the payloads that were written, read as a body or from a file in chunks and blocks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, size, size, async (bodies, chunkBytes, blockBytes) => {
        const bytes = Buffer.concat(bodies.map(written));
        expect(readRecordIo(bytes).map((record) => Buffer.from(record))).toEqual(bodies);
        const limits = { blockBytes, maxRecordBytes: 1000 };
        const found: Buffer[] = [];
        for await (const block of recordIoSplitter.blocks(chunked(bytes, chunkBytes), limits, objectStart)) {
          if (!Buffer.isBuffer(block)) throw new Error('No record is too large.');
          const records = recordIoSplitter.records(block);
          expect(recordIoSplitter.join(records)).toEqual(block);
          expect(recordIoSplitter.whole(block).recordCount).toBe(records.length);
          found.push(...records.map(({ body }) => body));
        }
        expect(found).toEqual(bodies);
      }),
      { seed, numRuns },
    );
  });

  it('are passed over whole where they are too large', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, size, async (bodies, chunkBytes) => {
        const framed = bodies.map(written);
        const limits = { blockBytes: 50, maxRecordBytes: 40, skipOversized: true };
        const found: (Buffer | number)[] = [];
        const blocks = recordIoSplitter.blocks(chunked(Buffer.concat(framed), chunkBytes), limits, objectStart);
        for await (const block of blocks) {
          if (Buffer.isBuffer(block)) found.push(...recordIoSplitter.records(block).map(({ body }) => body));
          else found.push(block.size);
        }
        expect(found).toEqual(bodies.map((body, at) => (body.length > 40 ? framed[at]?.length : body)));
      }),
      { seed, numRuns },
    );
  });
});
