import { columnOf, type Table, type TableColumn } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { cellNumber } from '../../text/cell-number.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { TermCounts } from './term-counts.ts';
import { readVocabulary } from './vocabulary.ts';

/**
 * DictVectorizer: a column for each key with numbers, and one for each key and text. Columns of the input are the keys; keys
 * without a cell, and those never fitted, count for nothing.
 */
export function readDictVectorizer(fitted: Fitted): Estimator {
  const places = readVocabulary(fitted);
  fitted.readCells();
  const separator = fitted.text('separator', '=');
  const transform = (table: Table) => {
    const { names, rows } = table;
    if (names === undefined) {
      throw new ScoringError('missing_column', `${fitted.className} takes rows by column name: objects, or a header.`);
    }
    const counts = new TermCounts(rows);
    names.forEach((name, column) => {
      const cells = columnOf(table, column);
      const own = places.get(name);
      for (let row = 0; row < rows; row++) {
        const { text, number } = readCell(cells, row);
        const place = text === undefined ? undefined : places.get(`${name}${separator}${text}`);
        if (place !== undefined) counts.add(row, place, 1);
        else if (own !== undefined && !Number.isNaN(number)) counts.add(row, own, number);
      }
    });
    return counts.toTable(places.size, false);
  };
  return { transform, findsColumns: true };
}

/** A cell as a text and as a number, as far as it is either. */
function readCell(cells: TableColumn, row: number): { readonly text?: string; readonly number: number } {
  const cell = cells.values[row];
  if (cell === null || cell === undefined || cell === '') return { number: Number.NaN };
  if (typeof cell !== 'string') return { number: Number(cell) };
  return {
    text: cell,
    number: cells.kind === 'value' && !cells.isTyped ? (cellNumber(cell) ?? Number.NaN) : Number.NaN,
  };
}
