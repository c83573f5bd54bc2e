import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { isObject } from '../../../util/is-object.ts';
import { CommandError } from '../command.ts';

/** A row of answers: values by column. Numbers, texts, null, and what is nested from them. */
export type AnswerRow = Readonly<Record<string, unknown>>;

/** How far one column lies from what was expected. */
export interface ColumnParity {
  readonly name: string;
  readonly largestAbsolute: number;
  readonly largestRelative: number;
  readonly differingRows: number;
}

export interface Parity {
  readonly rows: number;
  readonly columns: readonly ColumnParity[];
  readonly differingRows: number;
  /** The first row with a cell beyond the tolerance. */
  readonly first?: { readonly row: number; readonly column: string; readonly got: unknown; readonly expected: unknown };
}

/** Next to the largest number of a column, differences below this share of it are rounding. */
const ROUNDING = 1e-15;

/**
 * Compares answers with the expected ones, for every column that is expected. Numbers are equal if they differ by at
 * most `tolerance` of the expected one (or by 1e-15 of the column's largest); everything else must be the same. Throws
 * `CommandError` where nothing is expected: any answer would pass.
 */
export function compareAnswers(got: readonly AnswerRow[], expected: readonly AnswerRow[], tolerance: number): Parity {
  const names = [...new Set(expected.flatMap((row) => Object.keys(row)))];
  if (names.length === 0)
    throw new CommandError(
      'The expected answers have no values to compare with: --expected names the file that has them.',
    );
  const rows = Math.max(got.length, expected.length);
  const differing = new Set<number>();
  let first: Parity['first'];
  const columns = names.map((name) => {
    const column = new ColumnComparison(expected.map((row) => own(row, name)));
    let differingRows = 0;
    for (let row = 0; row < rows; row++) {
      const [mine, wanted] = [own(got[row] ?? {}, name), own(expected[row] ?? {}, name)];
      if (column.isEqual(mine, wanted, tolerance)) continue;
      differingRows++;
      differing.add(row);
      if (first === undefined || row < first.row) first = { row, column: name, got: mine, expected: wanted };
    }
    const { largestAbsolute, largestRelative } = column;
    return { name, largestAbsolute, largestRelative, differingRows };
  });
  return { rows, columns, differingRows: differing.size, ...present({ first }) };
}

class ColumnComparison {
  largestAbsolute = 0;
  largestRelative = 0;
  readonly #rounding: number;

  constructor(expected: readonly unknown[]) {
    this.#rounding = ROUNDING * expected.reduce<number>((most, value) => Math.max(most, largestIn(value)), 0);
  }

  isEqual(got: unknown, expected: unknown, tolerance: number): boolean {
    if (typeof got === 'number' && typeof expected === 'number') return this.#isNumberEqual(got, expected, tolerance);
    if (Array.isArray(got) && Array.isArray(expected)) {
      const unequal = expected.filter((value, at) => !this.isEqual(got[at], value, tolerance));
      return got.length === expected.length && unequal.length === 0;
    }
    if (isObject(got) && isObject(expected)) {
      const keys = new Set([...Object.keys(got), ...Object.keys(expected)]);
      return [...keys].filter((key) => !this.isEqual(own(got, key), own(expected, key), tolerance)).length === 0;
    }
    return got === expected;
  }

  #isNumberEqual(got: number, expected: number, tolerance: number): boolean {
    if (Object.is(got, expected) || got === expected) return true;
    const absolute = Math.abs(got - expected);
    if (!Number.isFinite(absolute)) return false;
    this.largestAbsolute = Math.max(this.largestAbsolute, absolute);
    if (absolute <= this.#rounding) return true;
    this.largestRelative = Math.max(this.largestRelative, absolute / Math.abs(expected));
    return absolute <= tolerance * Math.abs(expected);
  }
}

function largestIn(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.abs(value) : 0;
  if (Array.isArray(value)) return value.reduce<number>((most, item) => Math.max(most, largestIn(item)), 0);
  return isObject(value) ? largestIn(Object.values(value)) : 0;
}
