import type { XgboostModel } from '../../boosters/xgboost/xgboost-model.ts';
import type { DenseRows } from '../../frame/feature-rows.ts';
import type { Table } from '../../frame/table.ts';
import { arrangeColumns } from '../arrange-columns.ts';
import { storedCategories, withCategoryCodes } from './category-codes.ts';
import { denseRows } from './dense-rows.ts';

/**
 * Takes a table as XGBoost takes a frame: names are compared with those of training, and categories become their codes.
 * An unseen one is refused, also where XGBoost 3.2 answers with the next one in alphabetical order.
 */
export function xgboostRows({ booster, categories }: XgboostModel): (table: Table) => DenseRows {
  const names = booster.featureNames.length > 0 ? booster.featureNames : undefined;
  const stored = storedCategories(categories ?? new Map());
  return (table) => denseRows(withCategoryCodes(arrangeColumns(table, names), stored, 'refused'));
}
