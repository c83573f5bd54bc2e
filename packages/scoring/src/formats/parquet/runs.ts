import { defined } from '../../util/defined.ts';

/**
 * Fills `target` from runs, each a value that repeats or values of `width` bits side by side. Throws `Error` where a run is longer
 * than what it is to fill or the bytes end. Source: the Parquet format specification, "RLE / Bit-Packing Hybrid".
 */
export function readRuns(bytes: Uint8Array, width: number, target: Uint8Array | Uint32Array): void {
  if (width > 24) throw new Error(`values of ${width} bits are not read`);
  let at = 0;
  for (let seen = 0; seen < target.length; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 28) throw new Error('the runs of a page end before its values');
      const byte = defined(bytes[at++]);
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const isPacked = header % 2 === 1;
    const count = isPacked ? ((header - 1) / 2) * 8 : header / 2;
    const size = isPacked ? (count * width) / 8 : Math.ceil(width / 8);
    const last = Math.min(seen + count, target.length);
    // Writers may leave out the end of the last bit-packed group, whose values no row has.
    const needed = isPacked ? Math.ceil(((last - seen) * width) / 8) : size;
    if (at + needed > bytes.length || count > target.length - seen + (isPacked ? 7 : 0)) {
      throw new Error(`a run of ${count} values stands in a page of ${target.length}`);
    }
    if (isPacked) unpackBits(bytes.subarray(at, at + needed), width, target.subarray(seen, last));
    else target.fill(littleEndian(bytes, at, size), seen, last);
    at += size;
    seen = last;
  }
}

function littleEndian(bytes: Uint8Array, start: number, size: number): number {
  let value = 0;
  for (let at = 0; at < size; at++) value += defined(bytes[start + at]) * 2 ** (8 * at);
  return value;
}

/** Values of `width` bits side by side, the lowest bits of a byte first. */
function unpackBits(bytes: Uint8Array, width: number, target: Uint8Array | Uint32Array): void {
  const mask = 2 ** width - 1;
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let seen = 0; seen < target.length; seen++) {
    for (; held < width; held += 8) bits |= defined(bytes[at++]) << held;
    target[seen] = bits & mask;
    bits >>>= width;
    held -= width;
  }
}
