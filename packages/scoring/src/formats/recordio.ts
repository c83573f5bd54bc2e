import { ScoringError } from '../scoring-error.ts';

/** Begins every part of a record, little-endian. */
const MAGIC = 0xced7230a;

/** What the 3 upper bits of the length word say about a part. */
const Part = { whole: 0, first: 1, middle: 2, last: 3 } as const;

/**
 * The records of a RecordIO body. A record in several parts had the magic number in its payload, which its writer dropped:
 * it is put back. Lengths are trusted, not searched for the magic number, since Python's writers never split.
 * Throws `ScoringError` `bad_input` with the byte at which the framing breaks.
 * Source: `include/dmlc/recordio.h` of dmlc-core.
 */
export function readRecordIo(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length || view.getUint32(at, true) !== MAGIC) throw broken(at, 'no record begins here');
    const word = view.getUint32(at + 4, true);
    const length = word & 0x1fffffff;
    const end = at + 8 + length;
    if (end > bytes.length) throw broken(at, `a record of ${length} bytes goes beyond the end of the body`);
    const part = word >>> 29;
    const isStart = part === Part.whole || part === Part.first;
    if (part > Part.last || isStart !== (parts.length === 0))
      throw broken(at, 'the parts of a record are out of order');
    parts.push(bytes.subarray(at + 8, end));
    if (part === Part.whole || part === Part.last) {
      records.push(joinParts(parts));
      parts = [];
    }
    at = end + ((4 - (length % 4)) % 4);
  }
  if (parts.length > 0) throw broken(bytes.length, 'the last record is incomplete');
  return records;
}

/** Frames records as SageMaker's Python writers do: one part each, padded to four bytes. */
export function writeRecordIo(records: readonly Uint8Array[]): Uint8Array {
  const size = records.reduce((sum, record) => sum + 8 + Math.ceil(record.length / 4) * 4, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const record of records) {
    view.setUint32(at, MAGIC, true);
    view.setUint32(at + 4, record.length, true);
    bytes.set(record, at + 8);
    at += 8 + Math.ceil(record.length / 4) * 4;
  }
  return bytes;
}

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 4, -4));
  const view = new DataView(joined.buffer);
  let at = 0;
  parts.forEach((part, index) => {
    if (index > 0) {
      view.setUint32(at, MAGIC, true);
      at += 4;
    }
    joined.set(part, at);
    at += part.length;
  });
  return joined;
}

function broken(at: number, problem: string): ScoringError {
  return new ScoringError('bad_input', `The RecordIO body is broken at byte ${at}: ${problem}.`);
}
