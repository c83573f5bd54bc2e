import { defined } from '@catenary/scoring/internal/values';

/** Polynomial 0xAD93D23594C93659, bits reversed. */
const polynomial = 0x9a6c9329ac4bc9b5n;

/** Eight tables for eight bytes a step, each value as two signed 32-bit halves: table n is at n * 256. */
interface Tables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

let tables: Tables | undefined;

/** Made when they are first needed: most processes load this file and do without. */
function makeTables(): Tables {
  const low = new Int32Array(8 * 256);
  const high = new Int32Array(8 * 256);
  const values = new BigUint64Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    values[byte] = value;
  }
  for (let index = 256; index < values.length; index++) {
    const previous = defined(values[index - 256]);
    values[index] = defined(values[Number(previous & 255n)]) ^ (previous >> 8n);
  }
  for (let index = 0; index < values.length; index++) {
    low[index] = Number(defined(values[index]) & 0xffffffffn);
    high[index] = Number(defined(values[index]) >> 32n);
  }
  return { low, high };
}

/**
 * CRC-64/NVME of `bytes`, an unsigned 64-bit number; `value` is the CRC of what came before (0 at the start).
 * Computed in two 32-bit halves: BigInt arithmetic a byte would be some hundred times slower.
 * Source: NVM Express NVM Command Set specification, "64b CRC".
 */
export function crc64Nvme(bytes: Uint8Array, value = 0n): bigint {
  tables ??= makeTables();
  const { low, high } = tables;
  const inverted = BigInt.asUintN(64, ~value);
  let lo = Number(inverted & 0xffffffffn) | 0;
  let hi = Number(inverted >> 32n) | 0;
  let position = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fold = (table: Int32Array, a: number, b: number) =>
    defined(table[1792 + (a & 255)]) ^
    defined(table[1536 + ((a >>> 8) & 255)]) ^
    defined(table[1280 + ((a >>> 16) & 255)]) ^
    defined(table[1024 + (a >>> 24)]) ^
    defined(table[768 + (b & 255)]) ^
    defined(table[512 + ((b >>> 8) & 255)]) ^
    defined(table[256 + ((b >>> 16) & 255)]) ^
    defined(table[b >>> 24]);
  for (const end = bytes.length - 7; position < end; position += 8) {
    const a = lo ^ view.getInt32(position, true);
    const b = hi ^ view.getInt32(position + 4, true);
    lo = fold(low, a, b);
    hi = fold(high, a, b);
  }
  for (; position < bytes.length; position++) {
    const index = (lo ^ view.getUint8(position)) & 255;
    lo = ((lo >>> 8) | (hi << 24)) ^ defined(low[index]);
    hi = (hi >>> 8) ^ defined(high[index]);
  }
  return (BigInt(~hi >>> 0) << 32n) | BigInt(~lo >>> 0);
}
