import { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';
import { type Dictionary, readDictionary } from './dictionary.ts';
import { readWeights } from './read-weights.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Weights } from './weights.ts';

/** What a `.bin` or `.ftz` file of fastText holds. */
export interface FasttextFile {
  readonly settings: Settings;
  readonly dictionary: Dictionary;
  /** A row for each word, then for each n-gram. */
  readonly input: Weights;
  /** A row for each label (or inner node of their tree). */
  readonly output: Weights;
  readonly isQuantized: boolean;
}

/**
 * Reads a file that fastText's `save_model` wrote, quantised or not. Throws `bad_model` for a damaged one, before anything is allocated
 * for sizes that it lies about. Source: `FastText::loadModel` in fastText's `src/fasttext.cc`.
 */
export function readFasttext(bytes: Uint8Array): FasttextFile {
  const cursor = new BinaryCursor(bytes, damaged);
  const settings = readSettings(cursor);
  const dictionary = readDictionary(cursor);
  const isQuantized = cursor.u8() !== 0;
  const input = readWeights(cursor, isQuantized);
  if (!isQuantized && dictionary.kept !== undefined)
    throw damaged('was pruned and is not quantised, which no fastText reads');
  const output = readWeights(cursor, cursor.u8() !== 0 && isQuantized);
  checkShapes({ settings, dictionary, input, output, isQuantized });
  return { settings, dictionary, input, output, isQuantized };
}

function checkShapes({ settings, dictionary, input, output }: FasttextFile): void {
  const { dimension, buckets, longest, wordNgrams, isSupervised } = settings;
  const { wordCount, kept, labels, counts } = dictionary;
  if (input.columns !== dimension || output.columns !== dimension)
    throw damaged(`has matrices of ${input.columns} and ${output.columns} columns for vectors of ${dimension} numbers`);
  const usesNgrams = longest > 0 || wordNgrams > 1;
  const places = kept === undefined ? (usesNgrams ? buckets : 0) : keptRows(kept);
  if (input.rows < wordCount + places)
    throw damaged(`has ${input.rows} rows for ${wordCount} words and ${places} n-grams`);
  if (isSupervised && (labels.length === 0 || output.rows !== labels.length))
    throw damaged(`has ${output.rows} rows for ${labels.length} labels`);
  if (isSupervised && settings.loss === 1 && counts.some((count) => !(count >= 0)))
    throw damaged('counts a label less than 0 times');
}

function keptRows(kept: ReadonlyMap<number, number>): number {
  let most = 0;
  for (const row of kept.values()) {
    if (row < 0) throw damaged(`keeps an n-gram in row ${row}`);
    most = Math.max(most, row + 1);
  }
  return most;
}
