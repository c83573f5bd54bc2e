import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type OversizedRecord,
  objectStart,
  type Splitter,
} from '../../../../../src/serving/transform-job/records/splitter.ts';
import { recordIoSplitter } from '../../../../../src/serving/transform-job/records/splitters/recordio.ts';
import { tfRecordSplitter } from '../../../../../src/serving/transform-job/records/splitters/tfrecord.ts';
import { recordIoPart, tfRecord } from '../../../../support/framed-records.ts';

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const limits = { blockBytes: 64, maxRecordBytes: 200 };

async function cut(splitter: Splitter, bytes: Buffer, size: number, given = limits, start = objectStart) {
  const blocks: (Buffer | OversizedRecord)[] = [];
  for await (const block of splitter.blocks(chunked(bytes, size), given, start)) blocks.push(block);
  return blocks;
}

const formats: readonly { name: string; splitter: Splitter; frame: (payload: Buffer) => Buffer }[] = [
  { name: 'RecordIO', splitter: recordIoSplitter, frame: recordIoPart },
  { name: 'TFRecord', splitter: tfRecordSplitter, frame: tfRecord },
];

const payloads = fc.array(
  fc.uint8Array({ maxLength: 90 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 20 },
);
const chunkSize = fc.integer({ min: 1, max: 70 });

describe.each(formats)('SplitType $name', ({ splitter, frame }) => {
  it('gives every payload once and in order, in the same blocks however the bytes come and from any block on', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, chunkSize, chunkSize, fc.nat(), async (bodies, size, otherSize, pick) => {
        const bytes = Buffer.concat(bodies.map((body) => frame(body)));
        const blocks = (await cut(splitter, bytes, size)) as Buffer[];
        expect(Buffer.concat(blocks)).toEqual(bytes);
        const records = blocks.flatMap((block) => splitter.records(block));
        expect(records.map(({ body }) => body)).toEqual(bodies);
        expect(splitter.join(records)).toEqual(bytes);
        expect(blocks.reduce((sum, block) => sum + splitter.whole(block).recordCount, 0)).toBe(bodies.length);
        for (const block of blocks) expect(block.length <= 64 || splitter.whole(block).recordCount === 1).toBe(true);
        const from = pick % (blocks.length + 1);
        const before = blocks.slice(0, from).reduce((sum, block) => sum + block.length, 0);
        const start = { ...objectStart, byte: before };
        expect(await cut(splitter, bytes.subarray(before), otherSize, limits, start)).toEqual(blocks.slice(from));
      }),
      { numRuns: 200 },
    );
  });

  it('passes over a record that is too large, or refuses it', async () => {
    const [small, large] = [frame(Buffer.from('small')), frame(Buffer.alloc(201, 'x'))];
    const bytes = Buffer.concat([small, large, small]);
    for (const size of [5, 64, 1000]) {
      await expect(cut(splitter, bytes, size)).rejects.toThrow('Record is larger than');
      const skipping = { ...limits, skipOversized: true };
      const oversized = { head: Buffer.alloc(201, 'x'), size: large.length };
      expect(await cut(splitter, bytes, size, skipping)).toEqual([small, oversized, small]);
    }
  });

  it('names the byte at which an object is cut off or broken', async () => {
    const record = frame(Buffer.from('12345678'));
    const twice = Buffer.concat([record, record]);
    for (let end = record.length + 1; end < twice.length; end++) {
      await expect(cut(splitter, twice.subarray(0, end), 9)).rejects.toThrow(
        `at byte ${record.length}: the object ends in the middle of a record`,
      );
    }
    const broken = Buffer.from(twice);
    broken.writeUInt8(255 - broken.readUInt8(record.length + 1), record.length + 1);
    await expect(cut(splitter, broken, 9)).rejects.toThrow(`at byte ${record.length}:`);
  });
});

describe('SplitType RecordIO', () => {
  it('puts the magic number back between the parts of a record, and refuses parts out of order', async () => {
    const parts = [
      recordIoPart(Buffer.from('ab'), 1),
      recordIoPart(Buffer.from('cde'), 2),
      recordIoPart(Buffer.from('f'), 3),
    ];
    const bytes = Buffer.concat([recordIoPart(Buffer.from('0')), ...parts]);
    const blocks = (await cut(recordIoSplitter, bytes, 7)) as Buffer[];
    const magic = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);
    const whole = Buffer.concat([Buffer.from('ab'), magic, Buffer.from('cde'), magic, Buffer.from('f')]);
    expect(blocks.flatMap((block) => recordIoSplitter.records(block)).map(({ body }) => body)).toEqual([
      Buffer.from('0'),
      whole,
    ]);
    await expect(cut(recordIoSplitter, Buffer.concat(parts.slice(1)), 7)).rejects.toThrow('out of order');
    await expect(cut(recordIoSplitter, parts[0] as Buffer, 7)).rejects.toThrow('in the middle of a record');
  });
});

describe('SplitType TFRecord', () => {
  // Written by the Python package tfrecord 1.14: {'a': 1.5} and {'a': 2.5, 'name': b'xxxxx'}.
  const written = Buffer.from(
    '11000000000000009d6db52e0a0f0a0d0a0161120812060a040000c03f8daf7c4e2400000000000000422b804d0a220a110a046e616d6512090a070a0578787878780a0d0a0161120812060a0400002040d11008c4',
    'hex',
  );

  it("reads a file that another library wrote, and refuses one whose payload's checksum does not fit", async () => {
    const blocks = (await cut(tfRecordSplitter, written, 11)) as Buffer[];
    const bodies = blocks.flatMap((block) => tfRecordSplitter.records(block)).map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(bodies[1]?.toString('latin1')).toContain('xxxxx');
    const broken = Buffer.from(written);
    broken.writeUInt8(broken.readUInt8(14) ^ 1, 14);
    await expect(cut(tfRecordSplitter, broken, 11)).rejects.toThrow('byte 0: the checksum of the record does not fit');
  });
});
