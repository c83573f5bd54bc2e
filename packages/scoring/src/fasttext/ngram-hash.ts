const FACTOR = 116049371;

/** A hash of several words: 64 bits in two numbers of 32, both unsigned. */
export interface NgramHash {
  high: number;
  low: number;
}

/** The hash of one word: its 32 bits with their sign. */
export function startNgram(wordHash: number): NgramHash {
  const signed = wordHash | 0;
  return { high: signed < 0 ? 0xffffffff : 0, low: signed >>> 0 };
}

/** Makes it the hash with one word more: `h * 116049371 + word` in 64 bits. Source: `Dictionary::addWordNgrams` in fastText's `src/dictionary.cc`. */
export function extendNgram(hash: NgramHash, wordHash: number): void {
  const signed = wordHash | 0;
  // The low half in two parts of 16 bits, so that no product exceeds 2^53.
  const first = (hash.low & 0xffff) * FACTOR;
  const second = (hash.low >>> 16) * FACTOR + Math.floor(first / 0x10000);
  const product = (second % 0x10000) * 0x10000 + (first % 0x10000);
  const sum = product + (signed >>> 0);
  const carry = Math.floor(second / 0x10000) + (sum > 0xffffffff ? 1 : 0);
  hash.low = sum >>> 0;
  hash.high = (Math.imul(hash.high, FACTOR) + (carry % 0x100000000) + (signed < 0 ? 0xffffffff : 0)) >>> 0;
}

/** The rest of a division by a number below 2^31. */
export function ngramRest({ high, low }: NgramHash, divisor: number): number {
  const middle = ((high % divisor) * 0x10000 + (low >>> 16)) % divisor;
  return (middle * 0x10000 + (low & 0xffff)) % divisor;
}
