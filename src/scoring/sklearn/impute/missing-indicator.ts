import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { cellList, columnCount, columnOf, type Matrix, newMatrix, type Table } from '../table.ts';

/** Whether a cell counts as missing. */
export type IsMissing = (cell: string | number | null) => boolean;

/** `missing_values`: NaN (and None with it), or one number or text that stands for missing. */
export function readMissing(fitted: Fitted): IsMissing {
  const marker = fitted.raw('missing_values');
  if (typeof marker === 'number' && !Number.isNaN(marker)) return (cell) => cell === marker;
  if (typeof marker === 'string') return (cell) => cell === marker;
  return (cell) => cell === null || Number.isNaN(cell);
}

/** MissingIndicator: 1 where the cell is missing, for the columns `features_`. */
export function readMissingIndicator(fitted: Fitted): Estimator {
  return { transform: readIndicator(fitted), isWhole: { transform: true } };
}

export function readIndicator(fitted: Fitted): (table: Table) => Matrix {
  const isMissing = readMissing(fitted);
  const places = fitted.doubles('features_');
  const refusesNew = fitted.flag('error_on_new', true) && fitted.text('features', 'missing-only') === 'missing-only';
  const known = new Set(places);
  return (table) => {
    if (refusesNew) assertKnown(table, known, isMissing);
    const answer = newMatrix(table.rows, places.length);
    places.forEach((place, at) => {
      const values = cellList(columnOf(table, place));
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
