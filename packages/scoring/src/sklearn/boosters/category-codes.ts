import type { Alias } from '../../frame/category-codes.ts';
import type { GivenCells } from '../../frame/given-cells.ts';
import { cellList, columnCount, columnOf, type Table, type TableColumn } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { cellNumber } from '../../text/cell-number.ts';
import { CategoryIndex } from '../category-index.ts';

/** By column, the categories of the training frame. */
export type StoredCategories = ReadonlyMap<number, CategoryIndex>;

/** Throws `unsupported_model` for categories of another kind than texts, numbers and booleans. */
export function storedCategories(
  categories: ReadonlyMap<number, { readonly values: readonly unknown[]; readonly alias?: Alias }>,
): StoredCategories {
  const indices = new Map<number, CategoryIndex>();
  for (const [column, { values, alias }] of categories) {
    const index = CategoryIndex.of(values, alias);
    if (index === undefined) {
      throw new ScoringError('unsupported_model', `The categories of column ${column} are neither texts nor numbers.`);
    }
    indices.set(column, index);
  }
  return indices;
}

/** How an unseen category is treated: LightGBM takes it for missing, XGBoost refuses it. */
export type Unseen = 'missing' | 'refused';

/**
 * A table with the codes of categories in place of the categories, as the library takes a frame. Cells of a table with
 * names are categories. Without names, as in an array, they are codes; only a text that cannot be a code is looked up.
 * Source: `_data_from_pandas` in LightGBM's `basic.py`; `src/data/cat_container.h` of XGBoost 3.2.
 */
export function withCategoryCodes(table: Table, categories: StoredCategories, unseen: Unseen): Table {
  if (categories.size === 0) return table;
  const columns = Array.from({ length: columnCount(table) }, (_none, column) => columnOf(table, column));
  const cells = columns.map((column, at): TableColumn => {
    const index = categories.get(at);
    if (index === undefined) return column;
    const coding = { column: at, index, unseen };
    if (table.names !== undefined) return codesOf(column, coding);
    return column.kind === 'number' ? column : codesWithoutNames(column, coding);
  });
  const names = table.names === undefined ? {} : { names: table.names };
  return { kind: 'mixed', rows: table.rows, cells, ...names };
}

/** How the categories of one column become codes. */
interface Coding {
  readonly column: number;
  readonly index: CategoryIndex;
  readonly unseen: Unseen;
}

function codesOf(cells: TableColumn, { column, index, unseen }: Coding): TableColumn {
  const places = index.findAll(cells);
  if (unseen === 'refused') {
    const row = places.findIndex((place, at) => place < 0 && !isMissing(cells, at));
    if (row >= 0) throw unseenCategory(cells, row, column);
  }
  return { kind: 'number', values: Float64Array.from(places, (place) => (place < 0 ? Number.NaN : place)) };
}

function codesWithoutNames(cells: Exclude<TableColumn, { kind: 'number' }>, coding: Coding): TableColumn {
  if (cells.kind === 'string') return codesOf(cells, coding);
  const { column, index, unseen } = coding;
  const values = new Float64Array(cells.length);
  for (let row = 0; row < values.length; row++) {
    const code = codeOf(cells, row, index);
    if (code === undefined && unseen === 'refused') throw unseenCategory(cells, row, column);
    values[row] = code ?? Number.NaN;
  }
  return { kind: 'number', values };
}

/** Undefined for a text that is neither a number nor a category. */
function codeOf(cells: GivenCells, row: number, index: CategoryIndex): number | undefined {
  const cell = cells.at(row);
  if (typeof cell !== 'string') return cell === null ? Number.NaN : Number(cell);
  if (cells.isTyped) return index.findText(cell);
  const isCode = /^(0|[1-9]\d*)$/.test(cell) && Number(cell) < index.count;
  return isCode ? Number(cell) : (index.findText(cell) ?? cellNumber(cell));
}

function isMissing(cells: TableColumn, row: number): boolean {
  if (cells.kind === 'value') return cells.isMissing(row);
  const cell = cells.values[row];
  return cell === null || Number.isNaN(cell);
}

function unseenCategory(cells: TableColumn, row: number, column: number): ScoringError {
  const what = 'is a category that was not there in training';
  if (cells.kind === 'value') return cells.refuse(row, what);
  const value = cellList(cells)[row];
  return new ScoringError('unknown_category', `Row ${row + 1}, column ${column}: ${JSON.stringify(value)} ${what}.`, {
    row,
    column,
    value,
  });
}
