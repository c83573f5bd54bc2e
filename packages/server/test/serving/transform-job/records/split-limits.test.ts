import { describe, expect, it } from 'vitest';
import { splitLimits } from '../../../../src/serving/transform-job/records/split-limits.ts';
import { objectStart, RecordTooLargeError } from '../../../../src/serving/transform-job/records/splitter.ts';
import { lineSplitter } from '../../../../src/serving/transform-job/records/splitters/line.ts';
import { wholeSplitter } from '../../../../src/serving/transform-job/records/splitters/whole.ts';

const megabyte = 1024 * 1024;
const strict = { badRecords: { isQuarantined: false } };
const quarantined = { badRecords: { isQuarantined: true } };

describe('splitLimits()', () => {
  it('is MaxPayloadInMB, in blocks as large as the executor likes', () => {
    expect(splitLimits({ maxPayloadBytes: 6 * megabyte }, strict, 256 * 1024)).toEqual({
      blockBytes: 256 * 1024,
      maxRecordBytes: 6 * megabyte,
      skipOversized: false,
    });
    expect(splitLimits({ maxPayloadBytes: megabyte }, quarantined, 6 * megabyte)).toEqual({
      blockBytes: megabyte,
      maxRecordBytes: megabyte,
      skipOversized: true,
    });
  });

  it('is 1 GiB where there is no limit: more is not held', () => {
    expect(splitLimits({ maxPayloadBytes: Infinity }, quarantined, Infinity)).toEqual({
      blockBytes: 1024 * megabyte,
      maxRecordBytes: 1024 * megabyte,
      skipOversized: true,
    });
  });

  it('is reported in words that say what can be done', () => {
    const { message } = new RecordTooLargeError(6 * megabyte);
    expect(message).toBe('Record is larger than 6MB. Please increase MaxPayloadInMB (0 = unlimited).');
    expect(new RecordTooLargeError(1024 * megabyte).message).toBe(
      'Record is larger than 1024MB, the most that this server sends in one request.',
    );
  });
});

describe('a line of 1 GB', () => {
  const chunk = Buffer.alloc(megabyte, 'x');
  /** A short line before it and behind it; the long one is the same megabyte over and over. */
  async function* source(onChunk: () => void) {
    yield Buffer.from('first\n');
    for (let at = 0; at < 1000; at++) {
      onChunk();
      yield chunk;
    }
    yield Buffer.from('\nlast\n');
  }

  it.each([
    ['SplitType Line', lineSplitter, ['first\n', 1000 * megabyte + 1, 'last\n']],
    ['SplitType None', wholeSplitter, [1000 * megabyte + 12]],
  ])(
    'is measured and passed over in the memory of what MaxPayloadInMB allows: %s',
    async (_name, splitter, expected) => {
      const limits = splitLimits({ maxPayloadBytes: 6 * megabyte }, quarantined, 6 * megabyte);
      let held = 0;
      const before = process.memoryUsage().arrayBuffers;
      const measure = () => (held = Math.max(held, process.memoryUsage().arrayBuffers - before));
      const found: (string | number)[] = [];
      for await (const block of splitter.blocks(source(measure), limits, objectStart))
        found.push(Buffer.isBuffer(block) ? block.toString() : block.size);
      expect(found).toEqual(expected);
      expect(held).toBeLessThan(20 * megabyte);
    },
  );
});
