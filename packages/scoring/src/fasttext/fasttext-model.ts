import { expf } from '../math/expf.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { damaged } from './damaged.ts';
import { InputRows } from './input-rows.ts';
import { type PredictLabels, predictorOf } from './predictor-of.ts';
import type { FasttextFile } from './read-fasttext.ts';

/** A label as its text, and its probability, a float32. */
export interface LabelProbability {
  readonly label: string;
  readonly probability: number;
}

/** A model of fastText's: labels of texts, and vectors of words. */
export class FasttextModel {
  readonly file: FasttextFile;
  /** Names of the labels, those most often seen first; empty for a model of word vectors. */
  readonly labels: readonly string[];
  readonly #rows: InputRows;
  readonly #predict: PredictLabels | undefined;

  /** Throws `bad_model` for an unknown loss. */
  constructor(file: FasttextFile, labels: readonly string[]) {
    const { settings, dictionary, output } = file;
    this.file = file;
    this.labels = labels;
    this.#rows = new InputRows(dictionary, settings);
    if (!settings.isSupervised) return;
    this.#predict = predictorOf(settings.loss, output, dictionary.counts);
    if (this.#predict === undefined) throw damaged(`has the unknown loss ${settings.loss}`);
  }

  get dimension(): number {
    return this.file.settings.dimension;
  }

  /**
   * The `k` most probable labels of a text of one line, best first: fewer where there are fewer, or where those of a hierarchical softmax are
   * all but impossible; none for a text without any known word. Throws `bad_input` for a text that has a line break, as fastText does.
   */
  predict(text: string, k: number): readonly LabelProbability[] {
    if (text.includes('\n'))
      throw new ScoringError('bad_input', 'A text has a line break: the model labels one line at a time.');
    const rows = this.#rows.ofText(text);
    if (rows.length === 0 || this.#predict === undefined) return [];
    return this.#predict(this.#mean(rows), k).map(({ score, label }) => ({
      label: defined(this.labels[label]),
      probability: expf(score),
    }));
  }

  /** `dimension` numbers: the mean of the word's own and its n-grams' rows; zeros for a word of which nothing is known. */
  wordVector(word: string): Float32Array {
    return this.#mean(this.#rows.ofWord(word));
  }

  #mean(rows: readonly number[]): Float32Array {
    const { input } = this.file;
    const sums = new Float32Array(this.dimension);
    if (rows.length === 0) return sums;
    for (const row of rows) input.addRow(row, sums);
    const factor = Math.fround(1 / rows.length);
    return sums.map((sum) => sum * factor);
  }
}
