import { AssembledVectors } from '../frame/assembled-vectors.ts';
import type { AssembledRows, FeatureRows } from '../frame/feature-rows.ts';
import { fixedVectors } from '../frame/fixed-vectors.ts';
import type { Frame } from '../frame/frame.ts';

/** A frame of vectors as boosters see it: nothing is copied. What sparse rows lack depends on where the frame came from. */
export function frameRows(frame: Frame): FeatureRows | AssembledRows {
  const { rowCount, origin } = frame;
  const column = fixedVectors(frame);
  if (column instanceof AssembledVectors) return column.rowsOfParts(rowCount);
  const { values, starts, sizes, indices } = column;
  const columnCount = sizes[0] ?? 0;
  if (indices === undefined) return { kind: 'dense', values, rowCount, columnCount };
  const rows = { kind: 'sparse', values, starts, indices, rowCount, columnCount } as const;
  return origin === 'libsvm' || origin === 'recordio-protobuf' ? rows : { ...rows, absent: 0 };
}
