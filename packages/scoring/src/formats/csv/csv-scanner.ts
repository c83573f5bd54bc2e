import { ScoringError } from '../../scoring-error.ts';
import { decodeText } from '../../text/decode-text.ts';
import { defined } from '../../util/defined.ts';

const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const CR = 13;

/** Exact powers of ten: a mantissa below 2^53 divided by one of them is rounded once, and so correctly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Walks over CSV bytes (RFC 4180 quoting, no header, no trimming, blank lines left out: Commons CSV's default dialect)
 * without making a text of a cell that is not asked for as text.
 */
export class CsvScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Where the last cell's content lies, if it was plain. */
  #start = 0;
  #end = 0;
  readonly #labels = new LabelCache();

  open(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
  }

  /** Where it stands, which may be set to the end of another record. */
  get at(): number {
    return this.#at;
  }

  set at(place: number) {
    this.#at = place;
  }

  /** Moves to the next record; false at the end. */
  nextRecord(): boolean {
    const bytes = this.#bytes;
    while (this.#at < bytes.length && (bytes[this.#at] === LF || bytes[this.#at] === CR)) this.#at++;
    return this.#at < bytes.length;
  }

  /** Passes the comma to the next cell of the record; false where the record ends. */
  nextCell(): boolean {
    if (this.#bytes[this.#at] !== COMMA) return false;
    this.#at++;
    return true;
  }

  /** Passes all cells that are left of the record. */
  skipRecord(row: number): void {
    while (this.nextCell()) this.text(row);
  }

  /**
   * Takes a cell as a plain decimal of up to 15 digits; NaN if it is anything else, and then nothing is taken.
   * Source of the exactness: W. Clinger, "How to Read Floating Point Numbers Accurately" (1990), the fast path.
   */
  plainNumber(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    const isNegative = bytes[at] === 45;
    if (isNegative) at++;
    let mantissa = 0;
    let digits = 0;
    let scale = 0;
    let seenPoint = false;
    for (; at < bytes.length; at++) {
      const digit = defined(bytes[at]) - 48;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
        if (seenPoint) scale++;
      } else if (digit === -2 && !seenPoint) seenPoint = true;
      else break;
    }
    const end = bytes[at];
    if (digits === 0 || digits > 15 || (end !== COMMA && end !== LF && end !== CR && end !== undefined))
      return Number.NaN;
    this.#at = at;
    const value = scale === 0 ? mantissa : mantissa / defined(powersOfTen[scale]);
    return isNegative ? -value : value;
  }

  /** Takes a cell as text. `row` is for the message where the quoting is broken. */
  text(row: number): string {
    const bytes = this.#bytes;
    if (bytes[this.#at] === QUOTE) return this.#quoted(row);
    let at = this.#at;
    while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LF && bytes[at] !== CR) at++;
    this.#start = this.#at;
    this.#end = at;
    this.#at = at;
    return this.#labels.text(bytes, this.#start, this.#end);
  }

  #quoted(row: number): string {
    const bytes = this.#bytes;
    const parts: string[] = [];
    let from = this.#at + 1;
    let at = from;
    for (; ; at++) {
      if (at >= bytes.length)
        throw new ScoringError('bad_input', `A quoted cell does not end (row ${row + 1}).`, { row });
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) break;
      parts.push(decodeText(bytes, from, at + 1));
      from = at + 2;
      at++;
    }
    parts.push(decodeText(bytes, from, at));
    let next = at + 1;
    while (bytes[next] === 32 || bytes[next] === 9) next++;
    if (next < bytes.length && bytes[next] !== COMMA && bytes[next] !== LF && bytes[next] !== CR) {
      throw new ScoringError('bad_input', `There is text after a closing quote (row ${row + 1}).`, { row });
    }
    this.#at = next;
    return parts.join('');
  }
}

/** Slots of the label cache; labels longer than this many bytes are not kept. */
const SLOTS = 1024;
const MAX_LABEL_BYTES = 64;

/** Texts that have been seen, found again by comparing bytes: categories repeat, and a text is dear to make. */
class LabelCache {
  readonly #texts: (string | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #bytes = new Uint8Array(SLOTS * MAX_LABEL_BYTES);

  text(bytes: Uint8Array, start: number, end: number): string {
    const length = end - start;
    if (length === 0) return '';
    if (length > MAX_LABEL_BYTES) return decodeText(bytes, start, end);
    let hash = length;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + defined(bytes[at])) | 0;
    const slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
    const known = this.#texts[slot];
    if (known !== undefined && this.#lengths[slot] === length && this.#isLabel(slot, bytes, start)) return known;
    const text = decodeText(bytes, start, end);
    this.#texts[slot] = text;
    this.#lengths[slot] = length;
    const base = slot * MAX_LABEL_BYTES;
    for (let at = 0; at < length; at++) this.#bytes[base + at] = defined(bytes[start + at]);
    return text;
  }

  /** Whether the label of a slot stands in `bytes` from `start` on. */
  #isLabel(slot: number, bytes: Uint8Array, start: number): boolean {
    const base = slot * MAX_LABEL_BYTES;
    const length = defined(this.#lengths[slot]);
    for (let at = 0; at < length; at++) if (bytes[start + at] !== this.#bytes[base + at]) return false;
    return true;
  }
}
