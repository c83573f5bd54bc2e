import type { LightgbmBooster } from '../../boosters/lightgbm/read-lightgbm-text.ts';
import type { Table } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { storedCategories, withCategoryCodes } from './category-codes.ts';

export const hasCategories = ({ categories }: LightgbmBooster): boolean => categories?.size !== 0;

/**
 * Replaces a table's categories by codes. An unseen category is missing. Throws
 * `unsupported_model` for a table with names if the file does not say which columns its categories belong to.
 */
export function lightgbmCoder({ categories }: LightgbmBooster): (table: Table) => Table {
  if (categories !== undefined) {
    const stored = storedCategories(new Map([...categories].map(([column, values]) => [column, { values }])));
    return (table) => withCategoryCodes(table, stored, 'missing');
  }
  return (table) => {
    if (table.names === undefined) return table;
    throw new ScoringError(
      'unsupported_model',
      'The LightGBM file does not say which columns its categories belong to; send their codes, without names.',
    );
  };
}
