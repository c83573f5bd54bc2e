import { alignColumns } from '../align-columns.ts';

/** Columns side by side, the first line over a rule; cells longer than `most` characters are cut. */
export function showTable(rows: readonly (readonly string[])[], most = 60): string {
  const cut = rows.map((cells) => cells.map((cell) => (cell.length > most ? `${cell.slice(0, most - 1)}…` : cell)));
  const { lines, widths } = alignColumns(cut);
  const [heading = '', ...others] = lines;
  return [heading, widths.map((width) => '-'.repeat(width)).join('  '), ...others].join('\n');
}
