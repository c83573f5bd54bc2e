import { defined } from '@catenary/scoring/internal/values';

/** Polynomial 0x1EDC6F41 (Castagnoli), bits reversed. */
const polynomial = 0x82f63b78;

/** Eight tables for eight bytes a step: table n advances a byte by n further zero bytes. Made when they are first needed. */
let tables: Int32Array[] | undefined;

function makeTables(): Int32Array[] {
  const made = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    (made[0] as Int32Array)[byte] = value;
  }
  for (let byte = 0; byte < 256; byte++) {
    let value = defined((made[0] as Int32Array)[byte]);
    for (let n = 1; n < 8; n++) {
      value = defined((made[0] as Int32Array)[value & 255]) ^ (value >>> 8);
      defined(made[n])[byte] = value;
    }
  }
  return made;
}

/**
 * CRC-32C of `bytes`, as an unsigned number; `value` is the CRC of what came before (0 at the start).
 * Source: RFC 3720 appendix B.4 (polynomial and test values).
 */
export function crc32c(bytes: Uint8Array, value = 0): number {
  tables ??= makeTables();
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
  const at = (table: Int32Array, index: number) => defined(table[index & 255]);
  let crc = ~value;
  let position = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const end = bytes.length - 7; position < end; position += 8) {
    crc ^= view.getInt32(position, true);
    const next = view.getInt32(position + 4, true);
    crc =
      at(t7, crc) ^
      at(t6, crc >>> 8) ^
      at(t5, crc >>> 16) ^
      at(t4, crc >>> 24) ^
      at(t3, next) ^
      at(t2, next >>> 8) ^
      at(t1, next >>> 16) ^
      at(t0, next >>> 24);
  }
  for (; position < bytes.length; position++) crc = at(t0, crc ^ view.getUint8(position)) ^ (crc >>> 8);
  return ~crc >>> 0;
}
