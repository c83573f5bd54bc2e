import type { Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { hotRows } from '../hot-rows.ts';
import { readTransformType } from '../transform-type.ts';
import { encodeCategories, readCategoryColumns, readInfrequentGroups } from './category-columns.ts';

/**
 * OneHotEncoder: a 0/1 column for each category, less dropped ones, with rare ones grouped. Unknown categories: an error,
 * zeros (`ignore`), or the group of rare ones (`infrequent_if_exist`, `warn`; zeros in a column without).
 */
export function readOneHotEncoder(fitted: Fitted): Estimator {
  const columns = readCategoryColumns(fitted);
  const { mappings, rare } = readInfrequentGroups(fitted, columns.length);
  const handleUnknown = fitted.text('handle_unknown', 'error');
  const unknownIsRare = handleUnknown === 'infrequent_if_exist' || handleUnknown === 'warn';
  const dropped = readDropped(fitted, columns.length);
  let width = 0;
  // For each column and category, the column it sets; -1 for none. The last entry is for unknown categories.
  const targets = columns.map(({ count }, column) => {
    const mapping = mappings[column];
    const drop = dropped[column];
    const place = (number: number) =>
      number === drop ? -1 : width + number - (drop !== undefined && number > drop ? 1 : 0);
    const grouped = Array.from({ length: count }, (_none, at) => (mapping === undefined ? at : mapping[at]));
    const target = Int32Array.from([...grouped.map(place), -1]);
    const group = rare[column];
    if (unknownIsRare && group !== undefined) target[count] = place(group);
    width += (mapping === undefined ? count : Math.max(...grouped) + 1) - (drop === undefined ? 0 : 1);
    return target;
  });
  fitted.declareWidth(width);
  const transform = (table: Table) => {
    const numbers = encodeCategories(table, columns, handleUnknown);
    const perRow = targets.length;
    const places = numbers.map((number, at) => {
      const target = targets[at % perRow];
      return target[number < 0 ? target.length - 1 : number];
    });
    return hotRows(places, perRow, width);
  };
  return { transform, ...present({ transformType: readTransformType(fitted) }) };
}

/** Number of the dropped category of each column, after grouping; undefined where none is. */
function readDropped(fitted: Fitted, width: number): (number | undefined)[] {
  const name = fitted.has('_drop_idx_after_grouping') ? '_drop_idx_after_grouping' : 'drop_idx_';
  const value = fitted.raw(name);
  if (!(value instanceof NdArray)) return Array.from({ length: width }, () => undefined);
  return value.values().map((item) => (typeof item === 'number' ? item : undefined));
}
