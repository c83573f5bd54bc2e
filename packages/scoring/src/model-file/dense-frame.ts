import { frameRows } from '../boosters/frame-rows.ts';
import type { Frame } from '../frame/frame.ts';
import { vectorFrame } from '../frame/vector-frame.ts';
import { denseFeaturesOf } from './dense-features.ts';

/** A frame without sparse rows: what they lack are zeros. Throws `wrong_size` for more cells than fit into memory. */
export function denseFrame(frame: Frame): Frame {
  const [column] = frame.columns;
  if (frame.columns.length !== 1 || column?.kind !== 'vector' || column.sparse === undefined) return frame;
  const rows = frameRows(frame);
  return rows.kind === 'sparse' ? vectorFrame(denseFeaturesOf(rows, 0), frame.origin) : frame;
}
