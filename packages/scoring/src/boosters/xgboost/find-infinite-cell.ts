import type { Frame } from '../../frame/frame.ts';
import { frameRows } from '../frame-rows.ts';
import { findInfinite } from './find-infinite.ts';

/** The first cell of a frame of vectors that is infinite as a float32, so also one beyond 3.4e38. */
export function findInfiniteCell(frame: Frame): ReturnType<typeof findInfinite> {
  const rows = frameRows(frame);
  if (rows.kind !== 'assembled') return findInfinite(rows);
  return rows.areFinite() ? undefined : findInfinite(rows.rows());
}
