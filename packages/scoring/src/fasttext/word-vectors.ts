import { decodeUtf8 } from '../text/decode-utf8.ts';
import { parsePythonFloat } from '../text/python-float.ts';
import { damaged } from './damaged.ts';

/** Words with their vectors, and nothing about others. */
export interface WordVectors {
  readonly dimension: number;
  readonly wordCount: number;
  /** Zeros for a word that is not among them. */
  wordVector(word: string): Float32Array;
}

const NEWLINE = 0x0a;

/**
 * Reads `vectors.txt`, word2vec's text: a line `count dimension`, then one a word: the word, and its numbers, blanks between them.
 * Throws `bad_model` with the line. Source: `FastText::saveVectors` in fastText's `src/fasttext.cc`; the manual's page on
 * BlazingText.
 */
export function readWordVectors(bytes: Uint8Array): WordVectors {
  const lines = linesOf(bytes);
  const head = /^(\d{1,9}) (\d{1,6}) ?$/.exec(decodeLine(lines.next().value ?? new Uint8Array(), 1));
  const [count, dimension] = [Number(head?.[1]), Number(head?.[2])];
  // A number and what is before it take two bytes at least.
  if (!(count > 0 && dimension > 0) || count * (dimension * 2) > bytes.length)
    throw damaged('of vectors does not begin with how many words and numbers it has');
  const values = new Float32Array(count * dimension);
  const places = new Map<string, number>();
  let place = 0;
  for (const line of lines) {
    const number = place + 2;
    if (place >= count) throw damaged(`of vectors has more than the ${count} words of its first line`);
    const [word = '', ...cells] = decodeLine(line, number).trimEnd().split(' ');
    if (cells.length !== dimension)
      throw damaged(`of vectors has ${cells.length} numbers in line ${number}; the first line says ${dimension}`);
    cells.forEach((cell, at) => (values[place * dimension + at] = numberOf(cell, number)));
    places.set(word, place++);
  }
  if (place !== count) throw damaged(`of vectors has ${place} words; the first line says ${count}`);
  return {
    dimension,
    wordCount: count,
    wordVector(word) {
      const own = places.get(word);
      return own === undefined ? new Float32Array(dimension) : values.slice(own * dimension, (own + 1) * dimension);
    },
  };
}

function numberOf(cell: string, line: number): number {
  const value = parsePythonFloat(cell);
  if (value === undefined) throw damaged(`of vectors has no number in line ${line}: "${cell.slice(0, 40)}"`);
  return value;
}

function decodeLine(bytes: Uint8Array, line: number): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw damaged(`of vectors is no UTF-8 in line ${line}`);
  }
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array, undefined> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    yield bytes.subarray(from, to);
    from = to + 1;
  }
  return undefined;
}
