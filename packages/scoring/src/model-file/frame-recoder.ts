import type { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
import type { Frame } from '../frame/frame.ts';
import { vectorFrame } from '../frame/vector-frame.ts';
import { xgboostRows } from '../sklearn/boosters/xgboost-rows.ts';
import { TableFrame } from './table-frame.ts';
import { tableOf } from './table-of.ts';

/**
 * Makes rows with names what a booster of XGBoost takes: its columns in their order, and codes in place of the categories
 * that its file stores. The function throws `ScoringError` with row, column and value.
 */
export function frameRecoder(model: XgboostModel): (frame: Frame) => Frame {
  const rowsOf = xgboostRows(model);
  return (frame) => {
    const { values, rowCount, columnCount } = rowsOf(frame instanceof TableFrame ? frame.table : tableOf(frame));
    return vectorFrame({ values: Float64Array.from(values), rowCount, columnCount }, 'csv');
  };
}
