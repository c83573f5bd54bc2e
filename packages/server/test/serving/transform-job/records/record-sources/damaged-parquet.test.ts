import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../../src/platform/storage/object-store.ts';
import { parquetSource } from '../../../../../src/serving/transform-job/records/record-sources/parquet-source.ts';
import { FormatError, objectStart } from '../../../../../src/serving/transform-job/records/splitter.ts';

const folder = join(import.meta.dirname, '../../../../../../../test/golden/parquet');
const files = readdirSync(folder)
  .filter((name) => /^(types|encodings|nulls)/.test(name) && name.endsWith('.parquet'))
  .map((name) => readFileSync(join(folder, name)));

/** Reads all of it; gives the number of bytes that came of it. */
async function readAll(bytes: Buffer): Promise<number> {
  const getObject: Pick<ObjectStore, 'getObject'>['getObject'] = async (_place, options) => {
    const object = { size: bytes.length };
    const range = options?.range?.(object as Parameters<NonNullable<typeof options.range>>[0]);
    return { body: Readable.from([bytes.subarray(range?.first, (range?.last ?? NaN) + 1)]) } as never;
  };
  const object = { bucket: 'bbb', key: 'in', relativePath: 'in', size: bytes.length, etag: '' };
  const context = { object, compression: 'none' as const, store: { getObject } as ObjectStore };
  const source = parquetSource(context, { kind: 'parquet', splitType: 'QuotedLine', line: 'csv' });
  const limits = { blockBytes: 2 ** 16, maxRecordBytes: 2 ** 20 };
  let size = 0;
  for await (const block of source.blocks(objectStart, limits, new AbortController().signal)) {
    size += Buffer.isBuffer(block) ? block.length : 0;
  }
  return size;
}

/** Errors other than of the format are thrown on: a test run fails on an unhandled rejection, too. */
async function readDamaged(bytes: Buffer): Promise<void> {
  try {
    await readAll(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

describe('a damaged Parquet file', () => {
  it('is refused as such or read as other values, whichever byte is changed', async () => {
    for (const whole of files) {
      expect(await readAll(whole)).toBeGreaterThan(0);
      for (let at = 0; at < whole.length; at += 211) {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at);
        await readDamaged(damaged);
      }
    }
  });

  it('is so with several bytes changed, removed or doubled', async () => {
    const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const change = fc.record({
      place,
      value: fc.constantFrom(0, 1, 2, 0x15, 0x7f, 0x80, 0xfe, 0xff),
      count: fc.nat(3),
    });
    const changes = fc.array(change, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), changes, fc.boolean(), async (file, edits, isMoved) => {
        let damaged = Buffer.from(files[file] as Buffer);
        for (const edit of edits) {
          const at = Math.floor(edit.place * damaged.length);
          damaged.fill(edit.value, at, Math.min(at + edit.count, damaged.length));
          const rest = isMoved && edit.count === 3 ? at + 1 : at;
          damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(rest)]);
        }
        await readDamaged(damaged);
      }),
      { numRuns: 200 },
    );
  });
});
