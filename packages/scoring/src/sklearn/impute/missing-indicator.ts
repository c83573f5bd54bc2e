import {
  cellList,
  columnCount,
  columnOf,
  type Matrix,
  newMatrix,
  type Table,
  type TableColumn,
} from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import { type Allowed, finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** Whether a cell counts as missing. */
export type IsMissing = (cell: string | number | null) => boolean;

/** The marker that an imputer takes for missing. */
export interface MissingRule {
  readonly isMissing: IsMissing;
  /** If the marker is a number, NaN is refused; infinite cells always are. */
  readonly allowed: Allowed;
  /** The cells of a column as they are compared: with a text as they came. */
  readonly cellsOf: (column: TableColumn) => readonly (string | number | null)[];
}

/** `missing_values`: NaN (and None with it), or one number or text that stands for missing. */
export function readMissing(fitted: Fitted): MissingRule {
  const marker = fitted.raw('missing_values');
  if (typeof marker === 'number' && !Number.isNaN(marker))
    return { isMissing: (cell) => cell === marker, allowed: 'finite', cellsOf: cellList };
  if (typeof marker === 'string')
    return { isMissing: (cell) => cell === marker, allowed: 'missing', cellsOf: writtenCells };
  return { isMissing: (cell) => cell === null || Number.isNaN(cell), allowed: 'missing', cellsOf: cellList };
}

/** Texts of CSV, unparsed: a marker may be a word that is missing elsewhere, or a number's digits. */
function writtenCells(column: TableColumn): readonly (string | number | null)[] {
  if (column.kind !== 'value' || column.isTyped) return cellList(column);
  return column.values.map((_cell, row) => String(column.at(row)));
}

/** MissingIndicator: 1 where the cell is missing, for the columns `features_`. */
export function readMissingIndicator(fitted: Fitted): Estimator {
  return { transform: readIndicator(fitted), transformType: { type: 'boolean' } };
}

export function readIndicator(fitted: Fitted): (table: Table) => Matrix {
  const { isMissing, allowed, cellsOf } = readMissing(fitted);
  const places = fitted.doubles('features_');
  const refusesNew = fitted.flag('error_on_new', true) && fitted.text('features', 'missing-only') === 'missing-only';
  const known = new Set(places);
  return (table) => {
    if (table.kind === 'matrix') finiteMatrix(table, fitted, allowed);
    if (refusesNew) assertKnown(table, known, isMissing);
    const answer = newMatrix(table.rows, places.length);
    places.forEach((place, at) => {
      const values = cellsOf(columnOf(table, place));
      for (let row = 0; row < table.rows; row++)
        answer.values[row * places.length + at] = isMissing(values[row]) ? 1 : 0;
    });
    return answer;
  };
}

function assertKnown(table: Table, known: ReadonlySet<number>, isMissing: IsMissing): void {
  for (let column = 0; column < columnCount(table); column++) {
    if (known.has(column)) continue;
    const row = cellList(columnOf(table, column)).findIndex(isMissing);
    if (row >= 0) {
      const text = `Row ${row + 1}, column ${column} is missing; the column had no missing cells when the model was fitted.`;
      throw new ScoringError('invalid_value', text, { row, column });
    }
  }
}
