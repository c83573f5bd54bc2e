import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** What a classifier sees of the plan while it is made: as a node, or as a member of `one_vs_rest`. */
export type ClassifierContext = Pick<NodeContext, 'semantics' | 'bad'>;

/** The parts that MLeap's and Spark's classifiers are made of, over one row each. */
export interface Classifier {
  readonly classCount: number;
  /** Size of the vectors it was fitted to, if the model says. */
  readonly featureCount: number | undefined;
  /** Writes the raw prediction, one number a class, into `raw`. May throw `ScoringError` for values it cannot take. */
  readonly score: (input: VectorRegister, row: number, raw: Float64Array) => void;
  /** Turns raw predictions into probabilities in place; absent where a kind has none (`linear_svc`). */
  readonly toProbability?: (raw: Float64Array) => void;
  /** The class from raw predictions. */
  readonly fromRaw: (raw: Float64Array) => number;
  /** The class from probabilities. */
  readonly fromProbability: (probability: Float64Array) => number;
  /** The class where neither column is asked for; default `fromRaw`. */
  readonly predict?: (raw: Float64Array) => number;
}
