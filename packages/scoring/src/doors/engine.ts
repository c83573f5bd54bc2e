import type { Failure, Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import type { Facts, Feature, Format, Method } from './model.ts';
import type { Cell, Rows } from './rows.ts';

/** What one call asks. */
export interface Call<M extends Method = Method> {
  readonly method: M;
  readonly strict: boolean;
  readonly outputs: readonly string[] | undefined;
  readonly rounds: number | undefined;
  /** Whether the answer is read before the next call, so that it may stand in buffers. */
  readonly isShared: boolean;
}

/** Answers to rows: those without an answer have an error each. */
export interface Scored extends Frame {
  readonly rejections?: ReadonlyMap<number, Failure>;
}

/** What a format brings to a `Model`. */
export interface Engine<M extends Method = Method> {
  readonly format: Format;
  readonly inputs: readonly Feature[];
  readonly methods: readonly M[];
  readonly classes?: readonly Cell[] | undefined;
  /** Whether the answer to a row depends on the other rows of its input. */
  readonly dependsOnRows?: boolean | undefined;
  /** Whether `outputs` and `rounds` mean something. */
  readonly options: readonly ('outputs' | 'rounds')[];
  /** Rows of a caller, checked, and scored. */
  score(rows: Rows, call: Call<M>): Scored;
  /** Of pipelines: the same of columns with types, which the model before it in a chain has made. */
  scoreFrame?(frame: Frame, call: Call<M>): Scored;
  /** The columns that a method answers, as far as they are known before. */
  outputsOf(method: M, outputs?: readonly string[]): Schema;
  describe(): Omit<Facts, 'format'>;
}
