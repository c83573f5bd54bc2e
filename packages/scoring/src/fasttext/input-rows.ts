import { ScoringError } from '../scoring-error.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';
import { encodeUtf8 } from '../text/encode-utf8.ts';
import type { Dictionary } from './dictionary.ts';
import { extendNgram, ngramRest, startNgram } from './ngram-hash.ts';
import type { Settings } from './settings.ts';
import { addByte, EMPTY_HASH, wordHash } from './word-hash.ts';

/** Most words and n-grams of one text: what a text of 100,000 words has, about. */
const MAX_ROWS = 1_000_000;

const END_OF_SENTENCE = '</s>';
const LABEL_PREFIX = '__label__';

const isBlank = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0;
const isInsideCharacter = (byte: number) => (byte & 0xc0) === 0x80;

/** Which rows of the input matrix a text or a word means. Source: fastText's `src/dictionary.cc`. */
export class InputRows {
  readonly #dictionary: Dictionary;
  readonly #settings: Settings;

  constructor(dictionary: Dictionary, settings: Settings) {
    this.#dictionary = dictionary;
    this.#settings = settings;
  }

  /** Of a line of text, which ends with the word for the end of a sentence. Throws `bad_input` for a text of too many n-grams. */
  ofText(text: string): number[] {
    const rows: number[] = [];
    const hashes: number[] = [];
    // The line ends with the first end of a sentence, also where the text itself has one.
    for (const token of tokensOf(encodeUtf8(text))) if (this.#addToken(token, rows, hashes) === END_OF_SENTENCE) break;
    this.#addWordNgrams(hashes, rows);
    return rows;
  }

  /** Of one word, whatever characters are in it; empty for one that is not known by itself or its n-grams. */
  ofWord(word: string): number[] {
    const rows: number[] = [];
    const bytes = encodeUtf8(word);
    const place = this.#dictionary.places.get(decodeLatin1(bytes));
    if (place !== undefined && place < this.#dictionary.wordCount) rows.push(place);
    if (word !== END_OF_SENTENCE) this.#addSubwords(bytes, rows);
    return rows;
  }

  #addToken(token: Uint8Array, rows: number[], hashes: number[]): string {
    const key = decodeLatin1(token);
    const place = this.#dictionary.places.get(key);
    const isLabel = place === undefined ? key.startsWith(LABEL_PREFIX) : place >= this.#dictionary.wordCount;
    if (isLabel) return key;
    if (place !== undefined) rows.push(place);
    if (key !== END_OF_SENTENCE) this.#addSubwords(token, rows);
    hashes.push(wordHash(token));
    return key;
  }

  /** N-grams of the characters of `<word>`, but not its first and its last character alone. */
  #addSubwords(word: Uint8Array, rows: number[]): void {
    const { shortest, longest, buckets } = this.#settings;
    if (longest === 0) return;
    const framed = inBrackets(word);
    const starts = startsOf(framed);
    for (const [first, from] of starts.entries()) {
      let hash = EMPTY_HASH;
      for (let count = 1; first + count <= starts.length && count <= longest; count++) {
        const to = starts[first + count] ?? framed.length;
        for (const byte of framed.subarray(starts[first + count - 1], to)) hash = addByte(hash, byte);
        const isEdge = count === 1 && (from === 0 || to === framed.length);
        if (count >= shortest && !isEdge) this.#addNgram((hash >>> 0) % buckets, rows);
      }
    }
  }

  #addWordNgrams(hashes: readonly number[], rows: number[]): void {
    const { wordNgrams, buckets } = this.#settings;
    for (const [first, own] of hashes.entries()) {
      const hash = startNgram(own);
      for (const next of hashes.slice(first + 1, first + wordNgrams)) {
        extendNgram(hash, next);
        this.#addNgram(ngramRest(hash, buckets), rows);
      }
    }
  }

  #addNgram(place: number, rows: number[]): void {
    const { kept, wordCount } = this.#dictionary;
    const own = kept === undefined ? place : kept.get(place);
    if (own === undefined) return;
    if (rows.length >= MAX_ROWS)
      throw new ScoringError(
        'bad_input',
        `A text has more than ${MAX_ROWS} words and n-grams; cut it into shorter texts.`,
      );
    rows.push(wordCount + own);
  }
}

/** Where characters of UTF-8 begin. */
function startsOf(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  bytes.forEach((byte, at) => {
    if (!isInsideCharacter(byte)) starts.push(at);
  });
  return starts;
}

/** `<word>`. */
function inBrackets(word: Uint8Array): Uint8Array {
  const framed = new Uint8Array(word.length + 2);
  framed[0] = 0x3c;
  framed.set(word, 1);
  framed[word.length + 1] = 0x3e;
  return framed;
}

/** The words of a line, and behind them the end of its sentence. */
function* tokensOf(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (!isBlank(bytes[at] ?? 0)) continue;
    if (at > from) yield bytes.subarray(from, at);
    from = at + 1;
  }
  yield encodeUtf8(END_OF_SENTENCE);
}
