import { describe, expect, it } from 'vitest';
import { readRecordFeatures, writeRecordLabels } from '../../src/formats/record-tensor.ts';
import { readRecordIo, writeRecordIo } from '../../src/formats/recordio.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('readRecordIo()', () => {
  it('takes whole records, padded to four bytes', () => {
    const bytes = hex('0a23d7ce 05000000 0102030405 000000 0a23d7ce 04000000 06070809');
    expect(readRecordIo(bytes).map((record) => [...record])).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9],
    ]);
  });

  it('puts the magic number back between the parts of a record', () => {
    // Flags 1, 2 and 3 in the three upper bits: 0x20000004, 0x40000004, 0x60000002.
    const bytes = hex('0a23d7ce 04000020 01010101 0a23d7ce 04000040 02020202 0a23d7ce 02000060 0303 0000');
    expect(Buffer.from(readRecordIo(bytes)[0] as Uint8Array).toString('hex')).toBe(
      '010101010a23d7ce020202020a23d7ce0303',
    );
  });

  it.each([
    ['another beginning', '00000000 04000000 06070809', 'broken at byte 0'],
    ['a length beyond the end', '0a23d7ce 09000000 06070809', 'a record of 9 bytes'],
    ['a middle part first', '0a23d7ce 04000040 06070809', 'out of order'],
    ['a record without its last part', '0a23d7ce 04000020 06070809', 'incomplete'],
    ['half a header', '0a23d7ce 0400', 'broken at byte 0'],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => readRecordIo(hex(bytes))).toThrow(message);
  });

  it('reads what writeRecordIo() writes', () => {
    const records = [Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(1, 2, 3, 4)];
    expect(readRecordIo(writeRecordIo(records)).map((record) => [...record])).toEqual([[1], [], [1, 2, 3, 4]]);
  });
});

describe('readRecordFeatures()', () => {
  it('reads packed and unpacked float32 tensors', () => {
    // features{key "values", value{float32_tensor{values [1.0, 2.0] packed}}}: 1.0 = 0000803f, 2.0 = 00000040.
    const packed = hex('0a 16 0a 06 76616c756573 12 0c 12 0a 0a 08 0000803f 00000040');
    expect(readRecordFeatures(packed).get('values')).toEqual({ values: [1, 2], keys: [], shape: [] });
    const unpacked = hex('0a 16 0a 06 76616c756573 12 0c 12 0a 0d 0000803f 0d 00000040');
    expect(readRecordFeatures(unpacked).get('values')).toEqual({ values: [1, 2], keys: [], shape: [] });
  });

  it('reads a sparse int32 tensor: keys, shape, negative values', () => {
    // int32_tensor (field 7): values [-1] as ten bytes, keys [3], shape [9].
    const bytes = hex('0a 1e 0a 06 76616c756573 12 14 3a 12 0a 0a ffffffffffffffffff01 12 01 03 1a 01 09');
    expect(readRecordFeatures(bytes).get('values')).toEqual({ values: [-1], keys: [3], shape: [9] });
  });

  it('refuses other bytes', () => {
    expect(() => readRecordFeatures(hex('0a ff'))).toThrow('is not a Protobuf message');
  });
});

describe('writeRecordLabels()', () => {
  it('writes label{key, value{float32_tensor{values}}}', () => {
    const bytes = writeRecordLabels(new Map([['p', [1]]]));
    expect(Buffer.from(bytes).toString('hex')).toBe('120d0a0170120812060a040000803f');
  });
});
