import type { SparseCells } from './sparse-cells.ts';

/** This many numbers are made of a block of rows at a time. */
const BLOCK_NUMBERS = 2 ** 18;

/** Blocks of rows, each with its first row, of which this many numbers are made for each row. Cells are views. */
export function* rowBlocks(
  cells: SparseCells,
  perRow: number,
): Generator<{ readonly first: number; readonly block: SparseCells }> {
  const rows = cells.starts.length - 1;
  const size = Math.max(1, Math.floor(BLOCK_NUMBERS / Math.max(1, perRow)));
  for (let first = 0; first < rows; first += size) {
    const starts = cells.starts.subarray(first, Math.min(rows, first + size) + 1);
    yield { first, block: { ...cells, starts } };
  }
}
