import { type Matrix, type MixedTable, toMatrix } from '../frame/table.ts';

/** Several steps may need the numbers of one table: they are collected once. */
export function withMatrix(table: MixedTable): MixedTable {
  let matrix: Matrix | undefined;
  return {
    ...table,
    asMatrix: () => {
      matrix ??= toMatrix(table);
      return matrix;
    },
  };
}
