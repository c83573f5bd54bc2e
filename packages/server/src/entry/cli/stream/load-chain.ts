import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { chain, load, type Model } from '@catenary/scoring/internal/library';
import { recognise } from '@catenary/scoring/internal/open';

/** What the library scores by itself. An archive with a script, rules or an ensemble answers otherwise than the model file in it. */
const scoredKinds: readonly string[] = ['spark-save', 'mleap-bundle', 'xgboost-archive', 'model-file'];

/** The models of archives as one chain. Rejects with `ScoringError`. */
export async function loadChain(archives: readonly ModelFiles[]): Promise<Model> {
  const models = await Promise.all(archives.map(loadModel));
  const last = models.pop();
  if (last === undefined) throw new ScoringError('bad_input', 'A chain has one model at least.');
  return models.length === 0 ? last : chain(...models, last);
}

async function loadModel(files: ModelFiles): Promise<Model> {
  const found = recognise(files);
  if (found === undefined || scoredKinds.includes(found.kind)) return load(files);
  const text = `An archive of the chain is of the kind "${found.kind}", which needs a server: ${found.reason}.`;
  throw new ScoringError('unsupported_model', text);
}
