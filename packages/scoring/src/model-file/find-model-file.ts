import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { findLibrary } from './find-library.ts';
import type { Library } from './libraries.ts';

/** Files of an archive that are no model, whatever is in them. LightGBM's are `.txt`. */
const noModel =
  /(^|\/)(\.|__MACOSX\/|code\/|requirements\.txt$)|\.(py|md|csv|ya?ml|ipynb|whl|onnx|html)$|(^|\/)(bundle|schema|case|metadata|config)\.json$/;

/** A model file of an artifact. */
export interface FoundModelFile {
  readonly path: string;
  readonly library: Library;
  /** What shows whose file it is, as the predicate of a sentence about the file. */
  readonly reason: string;
}

/**
 * The model file in an artifact: one at its top before those in folders. Undefined if there is none; throws
 * `unsupported_model` if there are several. Opens none, so that asking needs no library's reader.
 */
export function findModelFile(files: ModelFiles): FoundModelFile | undefined {
  const found: FoundModelFile[] = [];
  for (const [path, bytes] of files) {
    const model = noModel.test(path) ? undefined : findLibrary(path, bytes);
    if (model !== undefined) found.push({ path, library: model.library, reason: model.reason });
  }
  const atTop = found.filter(({ path }) => !path.includes('/'));
  const candidates = withoutSameVectors(atTop.length > 0 ? atTop : found);
  if (candidates.length < 2) return candidates[0];
  const paths = candidates.map(({ path }) => path).join(', ');
  throw new ScoringError('unsupported_model', `Several files could be the model: ${paths}. Name one of them itself.`);
}

/** BlazingText writes vectors of words twice: what is read of them is the binary file, if it is fastText's, else the text. */
function withoutSameVectors(found: readonly FoundModelFile[]): readonly FoundModelFile[] {
  const vectors = found.filter(({ path }) => /(^|\/)vectors\.(bin|txt)$/.test(path));
  if (vectors.length < 2) return found;
  const ofFasttext = vectors.filter(({ library }) => library === 'fasttext');
  const best = ofFasttext.find(({ path }) => path.endsWith('.bin')) ?? ofFasttext[0];
  return found.filter((file) => file === best || !vectors.includes(file));
}
