/** A cyclic redundancy check whose bits are reversed and whose value is inverted at both ends. */
export interface Crc {
  readonly width: 32 | 64;
  /** The polynomial with its bits reversed. */
  readonly polynomial: bigint;
}

/** The CRC of a block, and its length in bytes. */
export interface CheckedBlock {
  readonly crc: bigint;
  readonly length: number;
}

/**
 * The CRC of two blocks put together, from the CRC of each and the length of the second.
 * A CRC is a remainder modulo the polynomial over GF(2), so following bytes only multiply it by a power of x; the
 * inversions cancel out. Source: the identity crc(A‖B) = crc(A)·x^(8·|B|) + crc(B), used by zlib's crc32_combine.
 */
export function combineCrc(crc: Crc, first: bigint, second: CheckedBlock): bigint {
  // With reversed bits the top bit is x^0: x^0 = 1 << (width - 1), x^1 = 1 << (width - 2).
  let power = 1n << BigInt(crc.width - 1);
  let square = 1n << BigInt(crc.width - 2);
  for (let exponent = BigInt(second.length) * 8n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = multiply(crc, power, square);
    square = multiply(crc, square, square);
  }
  return multiply(crc, first, power) ^ second.crc;
}

/** Product of two reversed polynomials, modulo the CRC's. */
function multiply({ width, polynomial }: Crc, a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = BigInt(width - 1); bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
