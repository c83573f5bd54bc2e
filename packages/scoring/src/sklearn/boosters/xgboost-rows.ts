import type { XgboostModel } from '../../boosters/xgboost/xgboost-model.ts';
import type { DenseRows } from '../../frame/feature-rows.ts';
import { selectColumns } from '../../frame/select-columns.ts';
import { columnCount, type Table } from '../../frame/table.ts';
import { arrangeColumns } from '../arrange-columns.ts';
import { storedCategories, withCategoryCodes } from './category-codes.ts';
import { denseRows } from './dense-rows.ts';

type TakeRows = (table: Table) => DenseRows;

/**
 * Takes a table as XGBoost takes a frame: names are compared with those of training, and categories become their codes.
 * An unseen one is refused, also where XGBoost 3.2 answers with the next one in alphabetical order.
 */
export function xgboostRows({ booster, categories }: XgboostModel, isRanker = savedByRanker(booster)): TakeRows {
  const names = booster.featureNames.length > 0 ? booster.featureNames : undefined;
  const stored = storedCategories(categories ?? new Map());
  return (table) => {
    const rows = isRanker ? withoutQueries(table, names) : table;
    return denseRows(withCategoryCodes(arrangeColumns(rows, names), stored, 'refused'));
  };
}

/** Whether XGBRanker saved it, by `save_model`. */
const savedByRanker = ({ attributes }: XgboostModel['booster']) => /ranker/i.test(attributes.get('scikit_learn') ?? '');

/** XGBRanker takes a column `qid`, which says to which query a row belongs, out of a frame. */
function withoutQueries(table: Table, wanted: readonly string[] | undefined): Table {
  const place = table.names?.indexOf('qid') ?? -1;
  if (place < 0 || wanted?.includes('qid') === true) return table;
  const others = Array.from({ length: columnCount(table) }, (_none, at) => at).filter((at) => at !== place);
  return selectColumns(table, others);
}
