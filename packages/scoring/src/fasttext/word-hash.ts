/** Offset and prime of FNV-1a in 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** fastText's hash of bytes: FNV-1a, each byte with its sign. Unsigned, of 32 bits. */
export function wordHash(bytes: Uint8Array): number {
  let hash = OFFSET;
  for (const byte of bytes) hash = addByte(hash, byte);
  return hash >>> 0;
}

/** The hash with one byte more. Source: `Dictionary::hash` in fastText's `src/dictionary.cc`. */
export function addByte(hash: number, byte: number): number {
  return Math.imul(hash ^ ((byte << 24) >> 24), PRIME);
}

export const EMPTY_HASH = OFFSET;
