import type { FeatureRows } from '../../frame/feature-rows.ts';
import { ScoringError } from '../../scoring-error.ts';
import { findInfinite } from './find-infinite.ts';
import { isAtLeast, type LibraryVersion } from './objective.ts';

/**
 * Throws `ScoringError` `wrong_type` for a cell that is infinite as a float32, as the library does from 1.4 on while it builds a
 * DMatrix. Its wrappers of trees predict in place, without a DMatrix, and take such cells.
 */
export function refuseInfinite(rows: FeatureRows, version: LibraryVersion): void {
  const place = isAtLeast(version, 1, 4) ? findInfinite(rows) : undefined;
  if (place === undefined) return;
  const { row, column, value } = place;
  throw new ScoringError(
    'wrong_type',
    `Row ${row + 1}, column ${column}: ${value} is infinite as a float32, which XGBoost does not take.`,
    { row, column, value },
  );
}
