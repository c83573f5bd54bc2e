import type { GivenCells } from '../../frame/given-cells.ts';
import { columnCount, columnOf, type Table, textList } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';

/** The texts of a table with one column. Throws `wrong_size`, or `wrong_type` for a cell that did not come as text. */
export function textsOf(table: Table): readonly string[] {
  if (columnCount(table) !== 1) {
    throw new ScoringError(
      'wrong_size',
      `The input has ${columnCount(table)} columns; a vectorizer takes one column of texts.`,
    );
  }
  const cells = columnOf(table, 0);
  if (cells.kind === 'number') throw noText(0, 'a number', cells.values[0] ?? null);
  if (cells.kind === 'value') return cells.values.map((_cell, row) => textAt(cells, row));
  return textList(cells).map((text, row) => {
    if (text === null) throw noText(row, 'missing', null);
    return text;
  });
}

/** A text of CSV is the content of the cell, even if it is empty: for a vectorizer there are no missing ones. */
function textAt(cells: GivenCells, row: number): string {
  const cell = cells.at(row);
  if (cell === null) throw noText(row, 'missing', null);
  if (typeof cell !== 'string') throw noText(row, typeof cell === 'boolean' ? 'a boolean' : 'a number', Number(cell));
  return cell;
}

function noText(row: number, what: string, value: number | null): ScoringError {
  return new ScoringError('wrong_type', `Row ${row + 1} is ${what}; a text is needed.`, { row, column: 0, value });
}
