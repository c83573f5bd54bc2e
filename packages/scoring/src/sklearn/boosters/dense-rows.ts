import type { DenseRows } from '../../frame/feature-rows.ts';
import { type Table, toMatrix } from '../../frame/table.ts';

/** A table as boosters take it: no check, since missing and infinite cells are valid. */
export function denseRows(table: Table): DenseRows {
  const { values, rows, columns } = toMatrix(table);
  return { kind: 'dense', values, rowCount: rows, columnCount: columns };
}
