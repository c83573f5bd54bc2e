import type { Frame } from './frame/frame.ts';
import type { Schema } from './frame/schema.ts';
import { ScoringError } from './scoring-error.ts';

/** Methods of models, in scikit-learn's words where it has one; `margin` and `leaf` are of boosters. */
export type ModelMethod =
  | 'predict'
  | 'predict_proba'
  | 'decision_function'
  | 'transform'
  | 'score_samples'
  | 'margin'
  | 'leaf';

export const modelMethods: readonly ModelMethod[] = [
  'predict',
  'predict_proba',
  'decision_function',
  'transform',
  'score_samples',
  'margin',
  'leaf',
];

/** Facts about a model, for people: what `inspect` shows. */
export interface ModelFacts {
  /** One line for the model, one for each fact. */
  readonly lines: readonly string[];
  readonly details: object;
}

/**
 * A model of any library, over frames. Answering does not change it. What a model file needs to know of its input besides is
 * `ModelFile`'s.
 */
export interface ScoringModel<Answer extends Frame | Promise<Frame> = Frame | Promise<Frame>> {
  readonly library: string;
  /** The methods it has, the one that is meant when none is named first. */
  readonly methods: readonly ModelMethod[];
  /** The columns that it takes, of models that have them by name and type. */
  readonly inputSchema?: Schema;
  /** A row for each row of the frame. Throws `ScoringError` for a method it has not, and for rows that it cannot take. */
  call(method: ModelMethod, frame: Frame): Answer;
  describe(): ModelFacts;
}

/** The refusal of a method that a model has not. */
export function noMethod(library: string, method: ModelMethod, methods: readonly ModelMethod[]): ScoringError {
  return new ScoringError(
    'unsupported_model',
    `The ${library} model has no method ${method}; it has ${methods.join(', ')}.`,
  );
}
