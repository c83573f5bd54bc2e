import type { AssembledRows } from '../frame/feature-rows.ts';
import type { ScoringError } from '../scoring-error.ts';
import type { AnswerColumn } from './answer-column.ts';
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

/** Answers to rows. */
export interface Scored {
  readonly rowCount: number;
  readonly columns: readonly AnswerColumn[];
  /** Rows without an answer, and why; their cells hold no meaning. */
  readonly failures?: ReadonlyMap<number, ScoringError>;
}

/** A column that a model answers, as far as it is known before. */
export interface Output {
  readonly name: string;
  readonly kind: 'number' | 'vector' | 'other';
}

/** What a format brings to a `Model`. */
export interface Engine<M extends Method = Method> {
  readonly format: Format;
  readonly inputs: readonly Feature[];
  readonly methods: readonly M[];
  readonly classes?: readonly Cell[] | undefined;
  /** Whether the answer to a row depends on the other rows of its input. */
  readonly dependsOnRows?: boolean | undefined;
  /** Whether it takes columns of any types, by name alone. */
  readonly isPipeline?: boolean;
  /** Whether `outputs` and `rounds` mean something. */
  readonly options: readonly ('outputs' | 'rounds')[];
  /** Rows of a caller, checked, and scored. */
  score(rows: Rows, call: Call<M>): Scored;
  /** `predict` of a chain's rows that are columns side by side, as many as `inputs` and none infinite, without writing them. */
  predictAssembled?(rows: AssembledRows, call: Call<M>): Scored;
  outputsOf(method: M, outputs?: readonly string[]): readonly Output[];
  describe(): Omit<Facts, 'format'>;
}
