import { type FasttextModel, loadFasttext, type WordVectors } from '@catenary/scoring/internal/fasttext';
import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { recognise } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';

/**
 * The model of an archive: fastText's binary file, whatever its name, else `vectors.txt`. Throws `bad_model` where there is none.
 * Source: the manual's page on BlazingText (`model.bin` of classifiers, `vectors.bin` and `vectors.txt` of word2vec).
 */
export function openBlazingtext(files: ModelFiles): FasttextModel | WordVectors {
  const found = recognise(files, ['model-file']);
  if (found?.library === 'fasttext') return loadFasttext(defined(files.get(found.path)));
  throw new ScoringError(
    'bad_model',
    "The artifact holds no model.bin or vectors.bin that begins with fastText's mark, and no vectors.txt.",
  );
}
