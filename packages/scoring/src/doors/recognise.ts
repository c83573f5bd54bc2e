import type { Algorithm } from '../aws/algorithm-of.ts';
import type { Library } from '../model-file/libraries.ts';
import type { ModelFiles } from '../model-files.ts';
import { type ArtifactKind, recognise as find } from '../open/recognise.ts';
import { present } from '../util/present.ts';
import { expectFiles } from './expect-files.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';

/** What an artifact was recognised as. */
export interface RecognisedArtifact {
  readonly kind: ArtifactKind;
  /** The file that shows it; of a pipeline that Spark saved the folder, '' for the top. */
  readonly path: string;
  /** Of a model file the library, of AWS's own algorithms the algorithm. */
  readonly library?: Library | Algorithm;
  /** Why it is this, a sentence for people. */
  readonly reason: string;
}

/**
 * What the files of an opened archive are, by their names and first bytes; nothing is loaded. Undefined if they are no
 * model. Throws `ScoringError`: `unsupported_model` if several files could be the model, `bad_model` for a damaged
 * compression.
 */
export function recognise(files: ModelFiles): RecognisedArtifact | undefined {
  const checked = expectFiles(files);
  const found = onlyScoringErrors('bad_model', () => find(checked));
  if (found === undefined) return undefined;
  const { kind, path, reason } = found;
  return { kind, path, reason, ...present({ library: libraryOf(found) }) };
}

function libraryOf(found: NonNullable<ReturnType<typeof find>>): Library | Algorithm | undefined {
  if (found.kind === 'model-file') return found.library;
  return found.kind === 'aws-algorithm' ? found.algorithm : undefined;
}
