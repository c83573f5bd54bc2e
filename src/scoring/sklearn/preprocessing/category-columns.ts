import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type Fitted, labelCells } from '../fitted.ts';
import { type Cells, columnCount, columnOf, type Table, textList } from '../table.ts';

/** The number of a cell's category among those fitted, or -1. */
export interface CategoryColumn {
  readonly count: number;
  /** Place of the missing category (NaN or None), or -1. */
  readonly missing: number;
  /** Its categories are texts: numbers are looked up by the text they came in. */
  readonly areTexts: boolean;
  find(cell: string | number | null): number;
}

/** `categories_`: one array for each column. */
export function readCategoryColumns(fitted: Fitted): CategoryColumn[] {
  return fitted.list('categories_').map((item) => {
    const cells = item instanceof NdArray ? labelCells(item.values()) : undefined;
    if (cells === undefined) throw fitted.unknown('categories_', 'a list of arrays of numbers or of texts');
    return categoryColumn(cells);
  });
}

function categoryColumn(cells: Cells): CategoryColumn {
  const places = new Map<string | number, number>();
  let missing = -1;
  cells.values.forEach((value, at) => {
    if (value === null || Number.isNaN(value)) missing = at;
    else places.set(value, at);
  });
  const areTexts = cells.kind === 'string';
  const find = (cell: string | number | null): number => {
    // CSV does not tell an empty text from a missing one: it is the one that was fitted.
    if (cell === null || Number.isNaN(cell)) return missing >= 0 ? missing : (places.get('') ?? -1);
    const key = !areTexts && typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
    return places.get(key) ?? -1;
  };
  return { count: cells.values.length, missing, areTexts, find };
}

/**
 * The category numbers of a table, row-major, -1 where unknown. With `handleUnknown` of `error` an unknown category
 * throws `invalid_value` with row, column and value.
 */
export function encodeCategories(table: Table, columns: readonly CategoryColumn[], handleUnknown: string): Int32Array {
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
    const values = categories.areTexts ? textList(cells) : cells.values;
    for (let row = 0; row < table.rows; row++) {
      const number = categories.find(values[row]);
      if (number < 0 && handleUnknown === 'error') throw unknownCategory(values[row], row, column);
      numbers[row * width + column] = number;
    }
  });
  return numbers;
}

function unknownCategory(value: string | number | null, row: number, column: number): ScoringError {
  const shown = value === null ? 'missing' : JSON.stringify(value).slice(0, 80);
  const text = `Row ${row}, column ${column}: category ${shown} was not seen when the encoder was fitted; fit it with handle_unknown="ignore" to allow it.`;
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
