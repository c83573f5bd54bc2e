/** Columns side by side, the first line over a rule; cells longer than `most` characters are cut. */
export function showTable(lines: readonly (readonly string[])[], most = 60): string {
  const cut = lines.map((cells) => cells.map((cell) => (cell.length > most ? `${cell.slice(0, most - 1)}…` : cell)));
  const count = Math.max(0, ...cut.map((cells) => cells.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...cut.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    widths
      .map((width, at) => (cells[at] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  const [heading = [], ...rows] = cut;
  return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
