/** Rows of cells of CSV as Python's `csv` module writes it. */
export function parseCsv(text: string): string[][] {
  const cells = /("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g;
  const rows: string[][] = [[]];
  for (const [, cell = '', end] of text.matchAll(cells)) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
