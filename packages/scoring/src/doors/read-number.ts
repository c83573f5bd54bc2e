import type { ScoringError } from '../scoring-error.ts';
import { wrongType } from './wrong-type.ts';

/** Where a cell stands. */
export interface CellPlace {
  readonly row: number;
  readonly column: string | number;
}

/** The cell of a column of numbers: null is missing, true is 1. Throws `wrong_type`. */
export function readNumber(cell: unknown, place: CellPlace): number {
  if (typeof cell === 'number') return cell;
  if (cell === null) return Number.NaN;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'bigint' && Number.isSafeInteger(Number(cell))) return Number(cell);
  throw wrongCell(cell, place, typeof cell === 'bigint' ? 'a number that a double holds exactly' : 'a number');
}

/** An error about a cell that is of another type. */
export function wrongCell(cell: unknown, place: CellPlace, expected: string): ScoringError {
  return wrongType(`Row ${place.row + 1}, column ${JSON.stringify(place.column)}`, cell, {
    ...place,
    value: plainCell(cell),
    expected,
  });
}

/** A cell as JSON has it. */
export const plainCell = <Cell>(cell: Cell): Exclude<Cell, bigint> | string =>
  typeof cell === 'bigint' ? String(cell) : (cell as Exclude<Cell, bigint>);
