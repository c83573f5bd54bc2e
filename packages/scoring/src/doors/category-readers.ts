import { type Alias, areCategories, CategoryCodes, isCategory } from '../frame/category-codes.ts';
import { ScoringError } from '../scoring-error.ts';
import type { ReadCell } from './matrix-reader.ts';
import { plainCell, readNumber, wrongCell } from './read-number.ts';

/** Categories of a column in the order of their codes. */
interface StoredCategories {
  readonly values: readonly unknown[];
  readonly alias?: Alias;
}

/**
 * By column, how the cells of stored categories become codes. Cells by column name are categories, as in a frame; cells by position are codes,
 * as in an array, or texts. What is none of the categories is missing to LightGBM, and refused by XGBoost.
 * Source: `_data_from_pandas` in LightGBM's `basic.py`; `src/data/cat_container.h` of XGBoost 3.2.
 */
export function categoryReaders(
  stored: ReadonlyMap<number, StoredCategories> | undefined,
  unseen: 'missing' | 'refused',
): ReadonlyMap<number, ReadCell> {
  const readers = new Map<number, ReadCell>();
  for (const [column, { values, alias }] of stored ?? [])
    readers.set(column, readerOf(codesOf(column, values, alias), unseen));
  return readers;
}

function codesOf(column: number, values: readonly unknown[], alias: Alias | undefined): CategoryCodes {
  if (areCategories(values)) return new CategoryCodes(values, alias);
  throw new ScoringError('unsupported_model', `The categories of column ${column} are neither texts nor numbers.`);
}

function readerOf(codes: CategoryCodes, unseen: 'missing' | 'refused'): ReadCell {
  return (cell, place, isNamed) => {
    if (cell === null || cell !== cell) return isNamed && codes.missing >= 0 ? codes.missing : Number.NaN;
    if (!isNamed && typeof cell !== 'string') return readNumber(cell, place);
    if (!isCategory(cell)) throw wrongCell(cell, place, 'a category');
    const code = codes.findTyped(cell);
    if (code >= 0) return code;
    if (unseen === 'missing') return Number.NaN;
    const value = plainCell(cell);
    const text = `Row ${place.row + 1}, column ${JSON.stringify(place.column)}: ${JSON.stringify(value)} is a category that was not there in training.`;
    throw new ScoringError('unknown_category', text, { ...place, value });
  };
}
