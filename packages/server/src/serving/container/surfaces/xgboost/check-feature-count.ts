import { type AssembledRows, type FeatureRows, ScoringError } from '@catenary/scoring/internal/frame';
import type { Member } from './load-members.ts';
import type { RequestFormat } from './request-format.ts';

/**
 * The container's own check of a request's width, made for pickled models only (it reads their feature names).
 * Throws `ScoringError` `wrong_size` in the container's words.
 * Source: `serve_utils.predict` of the container.
 */
export function checkFeatureCount(
  { model, isPickle }: Member,
  rows: FeatureRows | AssembledRows,
  format: RequestFormat,
): void {
  if (!isPickle) return;
  const { featureCount } = model.booster;
  const { columnCount } = rows;
  const place = { column: Math.min(featureCount, columnCount) };
  if (format === 'libsvm') {
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
    `Feature size of ${format} inference data ${columnCount} is not consistent with feature size of trained model ${featureCount}.`,
    place,
  );
}
