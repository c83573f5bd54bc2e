import { QUAD } from './linear-module.ts';

/** Doubles of a group: rows that are worked on together. */
export const GROUP_ROWS = 4;

/**
 * Writes rows, row-major in `values` from `start` on, as groups of `lanes` rows: column by column, and within a column row by
 * row. Rows that the last group lacks are zeros.
 */
export function packGroups(
  values: Float64Array,
  start: number,
  size: { readonly rows: number; readonly columns: number; readonly lanes: number },
  target: Float64Array | Float32Array,
  offset: number,
): void {
  const { rows, columns, lanes } = size;
  const groupCells = columns * lanes;
  const groups = Math.ceil(rows / lanes);
  if (rows % lanes !== 0) target.fill(0, offset + (groups - 1) * groupCells, offset + groups * groupCells);
  for (let row = 0, place = start; row < rows; row++) {
    let at = offset + Math.floor(row / lanes) * groupCells + (row % lanes);
    for (let column = 0; column < columns; column++, at += lanes) target[at] = values[place++];
  }
}

/** The reverse: `width` is how many columns a group has room for, `columns` how many of them count. */
export function unpackGroups(
  source: Float64Array,
  offset: number,
  size: { readonly rows: number; readonly columns: number; readonly width: number },
  target: Float64Array,
  start: number,
): void {
  const { rows, columns, width } = size;
  for (let row = 0, place = start; row < rows; row++) {
    let at = offset + (row >> 2) * width * GROUP_ROWS + (row & 3);
    for (let column = 0; column < columns; column++, at += GROUP_ROWS) target[place++] = source[at];
  }
}

/** Writes functions (or points), a row of cells each, as quads, which are groups of four; gives the number of cells written. */
export function packQuads(
  weights: Float64Array,
  count: number,
  inputs: number,
  target: Float64Array | Float32Array,
  offset: number,
): number {
  packGroups(weights, 0, { rows: count, columns: inputs, lanes: QUAD }, target, offset);
  return roundToQuads(count) * inputs;
}

export function roundToQuads(count: number): number {
  return Math.ceil(count / QUAD) * QUAD;
}
