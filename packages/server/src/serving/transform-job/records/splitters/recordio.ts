import { framedSplitter } from './framed.ts';

/** Begins every part of a record, little-endian. */
const magic = 0xced7230a;
const magicBytes = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);

/**
 * SplitType RecordIO: a magic number, a word of 3 bits for the kind of the part (0 whole, 1 first, 2 middle, 3 last) and 29 bits
 * for its length, the payload, padding to 4 bytes. Between parts stood the magic number, which writers leave out.
 * Source: `include/dmlc/recordio.h` of dmlc-core.
 */
export const recordIoSplitter = framedSplitter({
  name: 'RecordIO',
  headerLength: 8,
  between: magicBytes,
  readHeader(header) {
    if (header.readUInt32LE(0) !== magic) return 'no record begins here';
    const word = header.readUInt32LE(4);
    const kind = word >>> 29;
    if (kind > 3) return `${kind} is no kind of a part`;
    const payloadLength = word & 0x1fffffff;
    return {
      size: 8 + Math.ceil(payloadLength / 4) * 4,
      payloadStart: 8,
      payloadLength,
      isFirst: kind <= 1,
      isLast: kind === 0 || kind === 3,
    };
  },
});
