import { isPickle } from '../../../formats/is-pickle.ts';
import { present } from '../../../util/present.ts';
import type { Booster } from '../booster.ts';
import { type PickledBooster, readPickledBooster } from './read-pickled-booster.ts';
import { readPlainBooster } from './read-plain-booster.ts';

/** A model file, opened. */
export interface BoosterFile {
  readonly booster: Booster;
  /** Whether it was a pickle: the AWS container checks the columns of a request only then. */
  readonly isPickle: boolean;
  /** Pickles only: the trees that `predict` uses, if training said so. */
  readonly bestTreeLimit?: number;
}

/**
 * Opens a model file in any of XGBoost's formats, known by its first bytes, whatever its name.
 * Throws `ScoringError`: `bad_model` or `unsupported_model`.
 */
export function readBooster(bytes: Uint8Array): BoosterFile {
  if (!isPickle(bytes)) return { booster: readPlainBooster(bytes), isPickle: false };
  return openPickled(readPickledBooster(bytes));
}

/** The same of a Booster that was taken out of a pickle already. */
export function openPickled({ model, bestTreeLimit }: PickledBooster): BoosterFile {
  return { booster: readPlainBooster(model), isPickle: true, ...present({ bestTreeLimit }) };
}
