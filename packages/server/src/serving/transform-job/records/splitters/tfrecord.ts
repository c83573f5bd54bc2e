import { crc32c } from '../../../../util/crc32c.ts';
import { framedSplitter } from './framed.ts';

/**
 * SplitType TFRecord: the length (64 bits, little-endian) and its checksum, the payload and its checksum. A checksum is a
 * CRC-32C, turned right by 15 bits and moved by a constant. Source: TensorFlow's documentation of TFRecord, `hash/crc32c.h`.
 */
export const tfRecordSplitter = framedSplitter({
  name: 'TFRecord',
  headerLength: 12,
  readHeader(header) {
    const length = header.readBigUInt64LE(0);
    if (header.readUInt32LE(8) !== masked(header.subarray(0, 8))) return 'the checksum of the length does not fit';
    if (length > 0x7fffffffn) return `a record of ${length} bytes is too large to be one`;
    const payloadLength = Number(length);
    return { size: payloadLength + 16, payloadStart: 12, payloadLength, isFirst: true, isLast: true };
  },
  check(part, { payloadLength }) {
    const payload = part.subarray(12, 12 + payloadLength);
    return part.readUInt32LE(12 + payloadLength) === masked(payload)
      ? undefined
      : 'the checksum of the record does not fit';
  },
});

function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
