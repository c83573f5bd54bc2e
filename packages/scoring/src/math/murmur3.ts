/**
 * Spark's 32-bit Murmur3 over bytes, signed. Version 1 (Spark 2) runs each byte after the last whole word, sign-extended,
 * through the full block step; version 2 (Spark 3) is the standard murmur3_x86_32.
 * Source: Spark `Murmur3_x86_32.hashUnsafeBytes` and `hashUnsafeBytes2`.
 */
export function murmur3(bytes: Uint8Array, seed: number, version: 1 | 2): number {
  const { length } = bytes;
  const words = length - (length % 4);
  let hash = seed;
  for (let at = 0; at < words; at += 4) {
    hash = mixHash(hash, mixWord(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)));
  }
  if (version === 1) {
    for (let at = words; at < length; at++) hash = mixHash(hash, mixWord((bytes[at] << 24) >> 24));
  } else {
    let rest = 0;
    for (let at = words, shift = 0; at < length; at++, shift += 8) rest ^= bytes[at] << shift;
    hash ^= mixWord(rest);
  }
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

function mixWord(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

function mixHash(hash: number, word: number): number {
  const h = hash ^ word;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
