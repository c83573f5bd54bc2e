import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { type FileModel, openScoringModel } from '@catenary/scoring/internal/models';

/**
 * Opens a model file to be served. Blocks of rows are cut by what answers fast, so a model whose answers depend on the other
 * rows of a request is refused (`unsupported_model`), as is one that is not read natively: Python has them.
 */
export function openServedModel(path: string, bytes: Uint8Array): FileModel<Frame> {
  const model = openScoringModel(path, bytes);
  if (model.dependsOnRows !== true) return model;
  const why = 'its answer to a row depends on the other rows of the request';
  throw new ScoringError(
    'unsupported_model',
    `${path} is not served natively (${why}); Python serves it, in an image named sagemaker-scikit-learn.`,
  );
}
