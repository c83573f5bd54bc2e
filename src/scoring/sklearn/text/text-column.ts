import { ScoringError } from '../../scoring-error.ts';
import { columnCount, columnOf, type Table, textList } from '../table.ts';

/** The texts of a table with one column. Throws `wrong_size`, or `wrong_type` for a cell that did not come as text. */
export function textsOf(table: Table): readonly string[] {
  if (columnCount(table) !== 1) {
    throw new ScoringError(
      'wrong_size',
      `The input has ${columnCount(table)} columns; a vectorizer takes one column of texts.`,
    );
  }
  const cells = columnOf(table, 0);
  if (cells.kind === 'number' && cells.textOf === undefined) throw noText(0, 'a number', cells.values[0]);
  return textList(cells).map((text, row) => {
    if (text === null) throw noText(row, 'missing', null);
    return text;
  });
}

function noText(row: number, what: string, value: number | null): ScoringError {
  return new ScoringError('wrong_type', `Row ${row} is ${what}; a text is needed.`, { row, column: 0, value });
}
