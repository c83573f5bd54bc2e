import { type Frame, ScoringError, vectorWidth } from '@catenary/scoring/internal/frame';
import type { Member } from './load-members.ts';

/**
 * The container's own check of a request's width, made for pickled models only (it reads their feature names).
 * Throws `ScoringError` `wrong_size` in the container's words.
 * Source: `serve_utils.predict` of the container.
 */
export function checkFeatureCount({ model, isPickle }: Member, frame: Frame): void {
  if (!isPickle) return;
  const { featureCount } = model.booster;
  const { origin } = frame;
  const columnCount = vectorWidth(frame);
  const place = { column: Math.min(featureCount, columnCount) };
  if (origin === 'libsvm') {
    if (columnCount <= featureCount + 1) return;
    throw new ScoringError(
      'wrong_size',
      `Feature size of libsvm inference data ${columnCount} is larger than feature size of trained model ${featureCount}.`,
      place,
    );
  }
  if (featureCount === columnCount || featureCount === columnCount + 1) return;
  throw new ScoringError(
    'wrong_size',
    `Feature size of ${origin} inference data ${columnCount} is not consistent with feature size of trained model ${featureCount}.`,
    place,
  );
}
