import type { AssembledVectors } from '../frame/assembled-vectors.ts';
import type { AssembledRows, DenseRows } from '../frame/feature-rows.ts';
import { denseBlock } from '../frame/vector-column.ts';
import { partFiller } from '../kernels/trees/fill-parts.ts';
import { areFinite } from './are-finite.ts';

/** Columns side by side as boosters see them. */
export function assembledRows(column: AssembledVectors, rowCount: number): AssembledRows {
  const { parts, size } = column;
  const rows = (): DenseRows => ({
    kind: 'dense',
    values: denseBlock(column, rowCount, size),
    rowCount,
    columnCount: size,
  });
  const areAllFinite = () =>
    parts.every((part) => areFinite(part.values, part.kind === 'number' ? rowCount : part.starts[rowCount]));
  return { kind: 'assembled', parts, filler: partFiller, rowCount, columnCount: size, areFinite: areAllFinite, rows };
}
