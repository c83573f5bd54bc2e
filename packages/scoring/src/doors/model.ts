/// <reference lib="esnext.disposable" preserve="true" />
import type { Answer, Result } from './result.ts';
import type { Cell, Dense, Row, Rows } from './rows.ts';

export type Format = 'xgboost' | 'lightgbm' | 'catboost' | 'sklearn' | 'fasttext' | 'mleap' | 'spark';

/** What a model can be asked, in scikit-learn's words where it has one. */
export type Method =
  | 'predict'
  | 'predict_proba'
  | 'decision_function'
  | 'score_samples'
  | 'transform'
  | 'margin'
  | 'leaf'
  | 'contributions';

/** An input column. */
export interface Feature {
  /** That of the file; where it has none, the library's name for the position, such as `f0`. */
  readonly name: string;
  /** `any`: the model's steps decide, and the file does not say. */
  readonly type: 'number' | 'boolean' | 'string' | 'category' | 'vector' | 'list' | 'map' | 'any';
  /** MLeap's or Spark's own type, such as `float` or `vector[6]`. */
  readonly dataType?: string;
  /** What a category may be, if the file says so. */
  readonly categories?: readonly Cell[];
  /** Whether null (or NaN) is taken for a missing cell; undefined if it depends on the row, or the file does not say. */
  readonly mayBeMissing?: boolean;
}

/** What is asked of a model, and how. */
export interface Options<M extends Method = Method> {
  /** Default: the first of the model's methods. */
  readonly method?: M;
  /** False: columns that the model does not know are ignored, and those that are not there are missing cells. @default true */
  readonly strict?: boolean;
  /** What a row without an answer does: `throw` its error, or stand in the result's `errors`. @default 'throw' */
  readonly bad?: 'throw' | 'collect';
  /** The columns wanted, of pipelines whose answer has several. Default: all. */
  readonly outputs?: readonly string[];
  /** Of boosters: the number of boosting rounds, from the first. Default: as the library. */
  readonly rounds?: number;
}

/** Facts about a model, for people. */
export interface Facts {
  readonly format: Format;
  /** One line for the model, one for each fact. */
  readonly lines: readonly string[];
  /** The same as values, different for each format. */
  readonly details: object;
}

/**
 * A model of any library. Each call answers in memory of the caller's own (except for `predictInto`), and throws
 * `ScoringError` alone.
 */
export interface Model<M extends Method = Method> {
  readonly format: Format;
  /** Empty if the file does not say what its columns are. */
  readonly inputs: readonly Feature[];
  /** The one that is asked if none is named first. */
  readonly methods: readonly M[];
  /** Labels of a classifier, in the order of its probabilities. */
  readonly classes?: readonly Cell[];
  /** The answer to one row. `bad: 'collect'` has no meaning here: what is wrong with the row is thrown. */
  predictOne(row: Row, options?: Options<M>): Answer;
  /** The answer to each of the rows, in their order. */
  predict(rows: Rows, options?: Options<M>): Result;
  /**
   * Writes the numbers of all answers, row-major, into `target`, and answers how many a row has. It is the only call that writes into
   * memory that was there before. Throws `wrong_type` for answers that are not numbers, `wrong_size` where they do not fit.
   */
  predictInto(rows: Dense, target: Float64Array, options?: Options<M>): number;
  describe(): Facts;
  /** Gives the model's memory back at once. Its calls throw from then on. */
  dispose(): void;
  [Symbol.dispose](): void;
}
