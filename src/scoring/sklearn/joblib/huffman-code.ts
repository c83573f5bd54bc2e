import { ScoringError } from '../../scoring-error.ts';

/** A canonical Huffman code (RFC 1951, 3.2.2), decoded bit by bit by counting codes of each length. */
export class HuffmanCode {
  readonly #counts = new Uint16Array(16);
  readonly #symbols: Uint16Array;

  /** `lengths[s]`: bits of the code of symbol `s`, 0 to 15; 0 where the symbol does not occur. */
  constructor(lengths: Uint8Array) {
    for (const length of lengths) this.#counts[length]++;
    this.#counts[0] = 0;
    const offsets = new Uint16Array(17);
    for (let length = 1; length < 16; length++) offsets[length + 1] = offsets[length] + this.#counts[length];
    this.#symbols = new Uint16Array(lengths.length);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== 0) this.#symbols[offsets[lengths[symbol]]++] = symbol;
    }
  }

  decode(nextBit: () => number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= nextBit();
      const count = this.#counts[length];
      if (code - first < count) return this.#symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new ScoringError('bad_model', 'The compressed model file is damaged or cut off.');
  }
}
