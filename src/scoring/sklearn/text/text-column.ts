import { ScoringError } from '../../scoring-error.ts';
import { cellList, columnCount, columnOf, type Table } from '../table.ts';

/** The texts of a table with one column. Throws `wrong_size`, or `wrong_type` for a cell that is no text. */
export function textsOf(table: Table): readonly string[] {
  if (columnCount(table) !== 1) {
    throw new ScoringError(
      'wrong_size',
      `The input has ${columnCount(table)} columns; a vectorizer takes one column of texts.`,
    );
  }
  return cellList(columnOf(table, 0)).map((value, row) => {
    if (typeof value === 'string') return value;
    throw new ScoringError(
      'wrong_type',
      `Row ${row} is ${value === null ? 'missing' : 'a number'}; a text is needed.`,
      { row, column: 0, value },
    );
  });
}
