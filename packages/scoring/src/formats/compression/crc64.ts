import { defined } from '../../util/defined.ts';

const [lows, highs] = makeTables();

/** CRC-64 of xz (ECMA-182, reflected polynomial 0xc96c5795d7870f42): its lower and its upper 32 bits, unsigned. */
export function crc64(bytes: Uint8Array): readonly [number, number] {
  let low = 0xffffffff;
  let high = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    const place = (low ^ defined(bytes[at])) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ defined(lows[place]);
    high = (high >>> 8) ^ defined(highs[place]);
  }
  return [~low >>> 0, ~high >>> 0];
}

function makeTables(): readonly [Uint32Array, Uint32Array] {
  const [lower, upper] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) {
        low ^= 0xd7870f42;
        high ^= 0xc96c5795;
      }
    }
    lower[byte] = low;
    upper[byte] = high;
  }
  return [lower, upper];
}
