import type { Attributes } from '../../model/attributes.ts';
import type { ModelFolder } from '../../model/model-folder.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import type { Semantics } from '../../semantics.ts';

/** What a classifier is loaded from: a node, or a bare model inside `one_vs_rest`. */
export interface ModelSource {
  readonly op: string;
  readonly attributes: Attributes;
  readonly folder: ModelFolder;
  readonly semantics: Semantics;
  readonly bad: (what: string) => Error;
}

/** The parts that MLeap's and Spark's classifiers are made of, over one row each. */
export interface Classifier {
  readonly classCount: number;
  /** Size of the vectors it was fitted to, if the model tells. */
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

export type LoadClassifier = (source: ModelSource) => Classifier;
