import { ScoringError } from '../scoring-error.ts';
import { numberAdvice } from '../text/advice.ts';
import { cellNumber, type NumberRules, pandasNumbers } from '../text/cell-number.ts';
import { missingWords } from '../text/missing-words.ts';
import type { ValueColumn } from './column.ts';

/** A cell of JSON, or the text of a cell of CSV; undefined where a row lacks the column. */
export type GivenCell = string | number | bigint | boolean | null | undefined;

/** The position of a column in the input, for messages. */
export interface GivenPlace {
  readonly column: number;
  readonly name?: string | undefined;
}

interface GivenFacts extends GivenPlace {
  /** Rows whose whole numbers were written as floats: `1.0`. */
  readonly floats?: ReadonlySet<number> | undefined;
}

/**
 * A column as it came in, without a type yet: the same cell is a number for a scaler and a text for an encoder. Other
 * rows decide nothing.
 */
export class GivenCells implements ValueColumn {
  readonly kind = 'value';
  readonly values: readonly GivenCell[];
  /** False for CSV, whose texts may be of any type; true for JSON, where a text is a text. */
  readonly isTyped: boolean;
  readonly place: GivenPlace;
  readonly #floats: ReadonlySet<number> | undefined;
  #numbers: Float64Array | undefined;

  constructor(values: readonly GivenCell[], isTyped: boolean, { floats, ...place }: GivenFacts) {
    this.values = values;
    this.isTyped = isTyped;
    this.place = place;
    this.#floats = floats;
  }

  get length(): number {
    return this.values.length;
  }

  slice(start: number, end: number): GivenCells {
    const floats = this.#floats && new Set(Array.from(this.#floats, (row) => row - start));
    return new GivenCells(this.values.slice(start, end), this.isTyped, { ...this.place, floats });
  }

  /** The same rows with some cells filled in, by row; a number among them is a float. */
  filled(cells: ReadonlyMap<number, GivenCell>, isTyped: boolean): GivenCells {
    const floats = Array.from(cells).flatMap(([row, cell]) => (typeof cell === 'number' ? [row] : []));
    const values = this.values.map((cell, row) => (cells.has(row) ? cells.get(row) : cell));
    return new GivenCells(values, isTyped, { ...this.place, floats: new Set([...(this.#floats ?? []), ...floats]) });
  }

  /** Whether a whole number was written as a float. */
  isFloat(row: number): boolean {
    return this.#floats?.has(row) === true;
  }

  /** All as numbers, NaN where missing; in CSV, words of `rules` mean missing. Throws `wrong_type`, `missing_column`. */
  numbers(rules: NumberRules = pandasNumbers): Float64Array {
    if (rules === pandasNumbers && this.#numbers !== undefined) return this.#numbers;
    const { values: cells, isTyped } = this;
    const values = new Float64Array(cells.length);
    for (let row = 0; row < cells.length; row++) {
      const cell = cells[row];
      const number = typeof cell === 'string' && !isTyped ? cellNumber(cell, rules) : this.#typedNumber(row, rules);
      if (number === undefined) throw this.refuse(row, notNumber);
      values[row] = number;
    }
    if (rules === pandasNumbers) this.#numbers = values;
    return values;
  }

  /** Whether the cell is missing: in CSV a word for it, in JSON null or NaN. Throws `missing_column`. */
  isMissing(row: number): boolean {
    const cell = this.at(row);
    return this.isTyped ? cell === null || Number.isNaN(cell) : missingWords.has(cell as string);
  }

  /** The cell as it came. Throws `missing_column` if the row lacks the column. */
  at(row: number): Exclude<GivenCell, undefined> {
    const cell = this.values[row];
    if (cell !== undefined) return cell;
    const column = this.place.name ?? this.place.column;
    const where = { row, column };
    throw new ScoringError('missing_column', `Row ${row + 1} lacks the column "${column}".`, where);
  }

  /** An error about one cell, with its place in the input. */
  refuse(row: number, what: string): ScoringError {
    return refuseCell(this.values[row], { row, ...this.place }, what);
  }

  #typedNumber(row: number, { parse }: NumberRules): number | undefined {
    const cell = this.at(row);
    if (cell === null) return Number.NaN;
    return typeof cell === 'string' ? parse(cell) : Number(cell);
  }
}

/** What is wrong with a cell where a number is asked for. */
export const notNumber = 'is no number';

/** An error about one cell; `what` completes the sentence. */
export function refuseCell(value: GivenCell, place: GivenPlace & { readonly row: number }, what: string): ScoringError {
  const { row, column, name } = place;
  const shown = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'missing');
  const where = `Row ${row + 1}, column ${name === undefined ? column : JSON.stringify(name)}`;
  const advice = typeof value === 'string' && what === notNumber ? numberAdvice(value) : '';
  return new ScoringError('wrong_type', `${where}: ${shown.slice(0, 80)} ${what}.${advice}`, {
    row,
    column: name ?? column,
    value: typeof value === 'bigint' ? String(value) : value,
  });
}
