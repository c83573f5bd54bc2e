import type { LoadNativeContainer } from '../native-container.ts';
import { ModelContainer } from '../sklearn/model-container.ts';
import { Ensemble } from './ensemble.ts';

/** Several models as one, on the surface of models without a script. Rejects with `ScoringError` for what is no ensemble. */
export const loadEnsembleContainer = (async ({ files, environment }) => {
  const ensemble = await Ensemble.open(files);
  return new ModelContainer({ input: ensemble.input, score: (frame) => ensemble.call(frame) }, environment);
}) satisfies LoadNativeContainer;
