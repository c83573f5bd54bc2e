import { readPickle } from '../pickle/read-pickle.ts';
import { ScoringError } from '../scoring-error.ts';
import { decompress } from './joblib/decompress.ts';
import { EstimatorReader } from './estimator-reader.ts';
import { sklearnGlobals } from './sklearn-globals.ts';
import { SklearnModel } from './sklearn-model.ts';

export interface LoadSklearnOptions {
  /** Most bytes that a compressed model may expand to; default 1 GiB. */
  readonly maxBytes?: number;
}

/**
 * Loads a scikit-learn estimator from a pickle or joblib file (protocols 0 to 5; plain, zlib or gzip), written by
 * scikit-learn 0.22 or later. The file is read as data; nothing in it is run.
 *
 * Throws `ScoringError`: `unsupported_model` where the file is genuine but holds a class, an option or a compression that
 * is not read natively (the message names it), `bad_model` where it is damaged or hostile.
 */
export function loadSklearn(file: Uint8Array, options: LoadSklearnOptions = {}): SklearnModel {
  const pickle = decompress(file, options.maxBytes ?? 2 ** 30);
  try {
    const root = readPickle(pickle, { allow: sklearnGlobals() });
    const reader = new EstimatorReader(pickle.length);
    return new SklearnModel(reader.read(root, 'the file'), reader.about(root), reader.widest);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ScoringError('bad_model', 'The model asks for more memory or deeper nesting than any estimator has.');
    }
    throw error;
  }
}
