import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { recognise } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import type { LoadNativeContainer } from '../native-container.ts';
import { ModelContainer } from './model-container.ts';
import { openServedModel } from './open-served-model.ts';

/**
 * Serves a fitted model without a script, on the surface of AWS's scikit-learn container: `predict`, or `transform` of
 * what only transforms, over JSON, CSV or .npy. AWS has no default loader; this is ours. Cells stay doubles, and one row
 * stays a row (AWS's container rounds to float32 and refuses a single CSV row). Throws `ScoringError` if the model is not
 * read natively.
 */
export const loadSklearnContainer = (({ files, environment }) => {
  const found = recognise(files, ['model-file']);
  if (found === undefined) throw new ScoringError('bad_model', 'The artifact holds no model file.');
  const input = openServedModel(found.path, defined(files.get(found.path)));
  if (input.methods.includes('transform') && !input.methods.includes('predict')) {
    const score = (frame: Frame) => input.call('transform', frame);
    // It is for a next container, which takes CSV.
    return new ModelContainer({ input, score, usual: 'text/csv' }, environment);
  }
  return new ModelContainer({ input, score: (frame) => input.call('predict', frame) }, environment);
}) satisfies LoadNativeContainer;
