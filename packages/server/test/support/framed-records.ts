import { crc32c } from '../../src/util/crc32c.ts';

/** One part as dmlc-core's recordio.h writes it: magic number, kind and length, payload padded to four bytes. */
export function recordIoPart(payload: Buffer, kind = 0): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0xced7230a, 0);
  head.writeUInt32LE(((kind << 29) | payload.length) >>> 0, 4);
  return Buffer.concat([head, payload, Buffer.alloc((4 - (payload.length % 4)) % 4)]);
}

/** One record as TensorFlow's record_writer.cc writes it: length, its masked CRC, payload, its masked CRC. */
export function tfRecord(payload: Buffer): Buffer {
  const masked = (bytes: Buffer) => {
    const crc = crc32c(bytes);
    const word = Buffer.alloc(4);
    word.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
    return word;
  };
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(payload.length));
  return Buffer.concat([length, masked(length), payload, masked(payload)]);
}
