import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkThrift } from '../../../src/formats/parquet/check-thrift.ts';

// Of a field: its number's difference to the one before in the upper four bits, its type in the lower ones.
const check = (...bytes: number[]) => checkThrift(Uint8Array.from(bytes), 0);
/** A list of 2^28 - 1 elements of this type: 15 for a length that follows, 28 bits of it. */
const longList = (type: number) => [0xf0 + type, 0xff, 0xff, 0xff, 0x7f];

describe('checkThrift()', () => {
  it('lets footers through that pyarrow wrote', () => {
    for (const name of ['types-gzip', 'encodings-v2', 'nested', 'empty']) {
      const bytes = readFileSync(join(import.meta.dirname, `../../../../../test/golden/parquet/${name}.parquet`));
      const footer = bytes.subarray(bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8), -8);
      expect(() => checkThrift(footer, 0)).not.toThrow();
      expect(() => checkThrift(footer.subarray(0, -1), 0)).toThrow('cut off');
    }
  });

  it('refuses lists that are longer than what there is of them, lists in lists too', () => {
    expect(() => check(0x19, ...longList(5), 0)).toThrow('a list says that it has 268435455 elements');
    expect(() => check(0x19, 0x19, ...longList(9), ...longList(9), 0)).toThrow('a list says that it has 268435455');
  });

  it('refuses what is nested without end, cut off, or of no type', () => {
    expect(() => checkThrift(new Uint8Array(100_000).fill(0x1c), 0)).toThrow('nested too deep');
    expect(() => checkThrift(new Uint8Array(100_000).fill(0x19), 0)).toThrow('nested too deep');
    expect(() => check(0x15, 0x80)).toThrow('cut off');
    expect(() => check(0x18, 0x05, 1, 2, 0)).toThrow('cut off');
    expect(() => check(0x1b, 0)).toThrow('a member of type 11');
    expect(() => check(0x15, ...Array.from({ length: 11 }, () => 0xff), 0)).toThrow('does not end');
  });
});
