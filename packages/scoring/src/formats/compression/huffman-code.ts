import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';

/** A canonical Huffman code (RFC 1951, 3.2.2) as one table: by the next bits of the stream, which symbol they start. */
export class HuffmanCode {
  /** Bits of the longest code: how many to look up. */
  readonly maxBits: number;
  /** By `maxBits` bits, the first of the stream lowest: 16 times the symbol plus the bits of its code; 0 for no code. */
  readonly table: Uint16Array;

  /** `lengths[s]`: bits of the code of symbol `s`, 0 to 15; 0 where the symbol does not occur. */
  constructor(lengths: Uint8Array) {
    const counts = new Uint16Array(16);
    for (const length of lengths) counts[length] = defined(counts[length]) + 1;
    counts[0] = 0;
    let maxBits = 15;
    while (maxBits > 1 && counts[maxBits] === 0) maxBits--;
    this.maxBits = maxBits;
    this.table = new Uint16Array(1 << maxBits);
    const next = new Uint32Array(17);
    for (let length = 1; length < 16; length++)
      next[length + 1] = (defined(next[length]) + defined(counts[length])) << 1;
    lengths.forEach((length, symbol) => {
      if (length === 0) return;
      const code = defined(next[length]);
      next[length] = code + 1;
      this.#enter(symbol, code, length);
    });
  }

  #enter(symbol: number, code: number, length: number): void {
    if (code >= 1 << length) throw new ScoringError('bad_model', 'The compressed model file is damaged or cut off.');
    let start = 0;
    for (let bit = 0; bit < length; bit++) start |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let at = start; at < this.table.length; at += 1 << length) this.table[at] = (symbol << 4) | length;
  }
}
