import { decompress } from '../formats/compression/decompress.ts';
import { isZip } from '../formats/is-zip.ts';
import { readPickle } from '../pickle/read-pickle.ts';
import { ScoringError } from '../scoring-error.ts';
import { EstimatorReader } from './estimator-reader.ts';
import { sklearnGlobals } from './sklearn-globals.ts';
import { SklearnModel } from './sklearn-model.ts';
import { readSkops } from './skops/read-skops.ts';

export interface LoadSklearnOptions {
  /** Most bytes that a compressed model may expand to; default 1 GiB. */
  readonly maxBytes?: number;
}

/**
 * Loads a scikit-learn estimator from a pickle or joblib file (protocols 0 to 5; plain, zlib, gzip, bzip2, xz or lzma) or an
 * archive of skops, written by scikit-learn 0.22 or later. The file is read as data; nothing in it is run.
 *
 * Throws `ScoringError`: `unsupported_model` where the file is genuine but holds a class, an option or a compression that
 * is not read natively (the message names it), `bad_model` where it is damaged or hostile.
 */
export function loadSklearn(file: Uint8Array, options: LoadSklearnOptions = {}): SklearnModel {
  const maxBytes = options.maxBytes ?? 2 ** 30;
  try {
    const { root, bytes } = readRoot(file, maxBytes);
    const reader = new EstimatorReader(bytes);
    return new SklearnModel(reader.read(root, 'the file'), reader.about(root), reader.widest);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ScoringError('bad_model', 'The model asks for more memory or deeper nesting than any estimator has.');
    }
    throw error;
  }
}

/** The outermost object, and how many bytes describe it. */
function readRoot(file: Uint8Array, maxBytes: number): { root: unknown; bytes: number } {
  const allow = sklearnGlobals();
  // Deflated arrays are read once each: what they expand to is what counts.
  if (isZip(file)) return { root: readSkops(file, allow, maxBytes), bytes: file.length * 8 };
  const pickle = decompress(file, maxBytes);
  return { root: readPickle(pickle, { allow }), bytes: pickle.length };
}
