import type { LightgbmBooster } from '../../lightgbm/read-lightgbm-text.ts';
import { type Cells, cellList, columnCount, columnOf, type Table } from '../table.ts';

/**
 * A table with the codes of categories in place of the categories, as LightGBM takes a pandas frame: cells of texts, and all
 * cells of a table with names. Numbers of a table without names are codes already, as in an array. A category that was not
 * there in training is missing.
 * Source: `_data_from_pandas` in LightGBM's `basic.py`.
 */
export function withCategoryCodes(table: Table, { categories, featureNames }: LightgbmBooster): Table {
  if (categories.size === 0) return table;
  const cells = Array.from({ length: columnCount(table) }, (_none, column) => columnOf(table, column));
  for (const [column, values] of categories) {
    const named = table.names?.indexOf(featureNames[column]) ?? -1;
    const place = named >= 0 ? named : column;
    if (place < cells.length && (cells[place].kind === 'string' || table.names !== undefined))
      cells[place] = codesOf(cells[place], values);
  }
  const names = table.names === undefined ? {} : { names: table.names };
  return { kind: 'mixed', rows: table.rows, cells, ...names };
}

function codesOf(cells: Cells, categories: readonly unknown[]): Cells {
  const codes = new Map(categories.map((category, code) => [keyOf(category), code]));
  return { kind: 'number', values: Float64Array.from(cellList(cells), (cell) => codes.get(keyOf(cell)) ?? Number.NaN) };
}

/** Numbers and texts of the same digits are the same: CSV does not tell them apart. */
const keyOf = (value: unknown) => (typeof value === 'boolean' ? String(Number(value)) : String(value));
