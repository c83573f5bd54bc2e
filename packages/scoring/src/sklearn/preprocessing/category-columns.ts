import { cellList, columnCount, columnOf, type Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import { CategoryIndex } from '../category-index.ts';
import type { Fitted } from '../fitted.ts';

/** `categories_`: one array for each column. */
export function readCategoryColumns(fitted: Fitted): CategoryIndex[] {
  fitted.readCells();
  return fitted.list('categories_').map((item) => {
    const index = item instanceof NdArray ? CategoryIndex.ofArray(item) : undefined;
    if (index === undefined) throw fitted.unknown('categories_', 'a list of arrays of numbers or of texts');
    return index;
  });
}

/**
 * The category numbers of a table, row-major, -1 where unknown. With `handleUnknown` of `error` an unknown category
 * throws `invalid_value` with row, column and value.
 */
export function encodeCategories(table: Table, columns: readonly CategoryIndex[], handleUnknown: string): Int32Array {
  const width = columns.length;
  if (columnCount(table) !== width) {
    throw new ScoringError(
      'wrong_size',
      `The input has ${columnCount(table)} columns; the encoder was fitted on ${width}.`,
    );
  }
  const numbers = new Int32Array(table.rows * width);
  columns.forEach((categories, column) => {
    const cells = columnOf(table, column);
    for (let row = 0; row < table.rows; row++) {
      const number = categories.find(cells, row);
      if (number < 0 && handleUnknown === 'error') throw unknownCategory(cellList(cells)[row], row, column);
      numbers[row * width + column] = number;
    }
  });
  return numbers;
}

function unknownCategory(value: string | number | null, row: number, column: number): ScoringError {
  const shown = value === null || Number.isNaN(value) ? 'missing' : JSON.stringify(value).slice(0, 80);
  const text = `Row ${row + 1}, column ${column}: category ${shown} was not seen when the encoder was fitted; fit it with handle_unknown="ignore" to allow it.`;
  return new ScoringError('invalid_value', text, { row, column, value });
}

/** For encoders that group rare categories: where each column's categories go, and where unknown ones go. */
export interface InfrequentGroups {
  /** From category number to number after grouping; undefined for a column without rare categories. */
  readonly mappings: readonly (Float64Array | undefined)[];
  /** Number, after grouping, of the rare ones. */
  readonly rare: readonly (number | undefined)[];
}

/** `min_frequency` and `max_categories` (release 1.1 and later). */
export function readInfrequentGroups(fitted: Fitted, width: number): InfrequentGroups {
  const none: undefined[] = Array.from({ length: width }, () => undefined);
  if (!fitted.flag('_infrequent_enabled', false)) return { mappings: none, rare: none };
  const mappings = fitted
    .list('_default_to_infrequent_mappings')
    .map((item) => (item instanceof NdArray ? item.doubles() : undefined));
  const rare = fitted.list('_infrequent_indices').map((item, column) => {
    if (!(item instanceof NdArray)) return undefined;
    return mappings[column]?.[item.doubles()[0]];
  });
  return { mappings, rare };
}
