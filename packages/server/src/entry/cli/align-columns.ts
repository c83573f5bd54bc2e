/** Cells padded to the widest of their column, two blanks between columns. */
export function alignColumns(rows: readonly (readonly string[])[]): { lines: string[]; widths: readonly number[] } {
  const count = Math.max(0, ...rows.map((cells) => cells.length));
  const widths = Array.from({ length: count }, (_none, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return { lines, widths };
}
