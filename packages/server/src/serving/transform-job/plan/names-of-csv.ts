import { readCsvCells } from '@catenary/scoring/internal/text';

/** The cells of one line of CSV; none for what is no such line. */
export function namesOfCsv(text: string): string[] {
  try {
    const [cells = [], ...more] = readCsvCells(text).map((record) => record.map((cell) => cell.text));
    return more.length === 0 ? cells : [];
  } catch {
    return [];
  }
}
