/** Polynomial 0x1EDC6F41 (Castagnoli), bits reversed. */
const polynomial = 0x82f63b78;

/** Eight tables for eight bytes a step: table n advances a byte by n further zero bytes. */
const tables = makeTables();

function makeTables(): Int32Array[] {
  const made = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    (made[0] as Int32Array)[byte] = value;
  }
  for (let byte = 0; byte < 256; byte++) {
    let value = (made[0] as Int32Array)[byte] as number;
    for (let n = 1; n < 8; n++) {
      value = ((made[0] as Int32Array)[value & 255] as number) ^ (value >>> 8);
      (made[n] as Int32Array)[byte] = value;
    }
  }
  return made;
}

/**
 * CRC-32C of `bytes`, as an unsigned number; `value` is the CRC of what came before (0 at the start).
 * Source: RFC 3720 appendix B.4 (polynomial and test values).
 */
export function crc32c(bytes: Uint8Array, value = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const at = (table: Int32Array, index: number) => table[index & 255] as number;
  let crc = ~value;
  let position = 0;
  for (const end = bytes.length - 7; position < end; position += 8) {
    crc ^=
      (bytes[position] as number) |
      ((bytes[position + 1] as number) << 8) |
      ((bytes[position + 2] as number) << 16) |
      ((bytes[position + 3] as number) << 24);
    crc =
      at(t7, crc) ^
      at(t6, crc >>> 8) ^
      at(t5, crc >>> 16) ^
      at(t4, crc >>> 24) ^
      at(t3, bytes[position + 4] as number) ^
      at(t2, bytes[position + 5] as number) ^
      at(t1, bytes[position + 6] as number) ^
      at(t0, bytes[position + 7] as number);
  }
  for (; position < bytes.length; position++) crc = at(t0, crc ^ (bytes[position] as number)) ^ (crc >>> 8);
  return ~crc >>> 0;
}
