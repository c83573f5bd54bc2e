import { type InputRules, jsonTable } from '../model-file/json-table.ts';
import { withMatrix } from '../model-file/with-matrix.ts';
import { ScoringError } from '../scoring-error.ts';
import { columnCount, type Table as InnerTable } from '../frame/table.ts';
import { selectColumns } from '../frame/select-columns.ts';
import { expectCount, expectObject } from './expect-count.ts';
import { expectNames } from './expect-names.ts';
import { shown } from './shown.ts';
import type { Cell, Cells, Matrix, MixedTable, Row, TableInput } from './table.ts';

/** What a model requires of its input. */
export interface TableRules extends InputRules {
  /** How many columns it was trained on, if the file says so. */
  readonly columns?: number | undefined;
  /** Required names, if the file has names. */
  readonly names?: readonly string[] | undefined;
  /** Allowed names; by default the required ones. */
  readonly knownNames?: readonly string[] | undefined;
  /** The columns, by name and by position, whose cells may be texts; by default all. */
  readonly textColumns?: ReadonlySet<string | number>;
  /** Whether the model looks columns up by names inside of the file. */
  readonly findsNames?: boolean;
  /** Whether names and widths are left to the library. */
  readonly isLoose?: boolean;
}

/** Rows or columns, as given, as the models take them. Throws `wrong_type`, `wrong_size`, `missing_column`, `unknown_column`. */
export function expectTable(given: TableInput, rules: TableRules): InnerTable {
  const table = Array.isArray(given) ? fromRows(given as readonly Row[], rules) : fromTable(given);
  if (rules.isLoose === true) return table;
  if (table.names === undefined) return expectWidth(table, rules);
  const { names = [] } = rules;
  if (names.length === 0) return table;
  const own = ownNames(table.names, rules);
  expectNames(own, names, rules.knownNames ?? names);
  if (rules.takesPlaces !== true) return table;
  const places = new Map(own.map((name, at) => [name, at]));
  return selectColumns(
    table,
    names.map((name) => places.get(name) ?? 0),
  );
}

/** The names as the model has them: LightGBM, which takes columns by position, stores names with `_` for blanks. */
function ownNames(given: readonly string[], { names = [], takesPlaces }: TableRules): readonly string[] {
  if (takesPlaces !== true) return given;
  const known = new Set(names);
  return given.map((name) => (known.has(name) ? name : name.replaceAll(' ', '_')));
}

function expectWidth(table: InnerTable, { columns, knownNames }: TableRules): InnerTable {
  const width = columnCount(table);
  if (columns === undefined || table.rows === 0 || width === columns) return table;
  const tell = knownNames === undefined ? '' : ' Objects by column name may leave out what it does not use.';
  throw new ScoringError(
    'wrong_size',
    `The rows have ${width} columns; the model was trained on ${columns}. Give all of them, null where a cell is missing.${tell}`,
    { column: Math.min(width, columns) },
  );
}

function fromRows(rows: readonly Row[], rules: TableRules): InnerTable {
  rows.forEach((row, at) => Array.isArray(row) || expectObject(row, `Row ${at + 1} is`));
  if (rules.isLoose !== true && rules.findsNames !== true) rows.forEach((row, at) => expectRowNames(row, at, rules));
  rows.forEach((row, at) => expectCells(row, at, rules));
  // Names are put in order behind this, so that rows whose objects are in another order are the same rows.
  return jsonTable(rows, { ...rules, takesPlaces: rules.isLoose === true && rules.takesPlaces === true });
}

function expectRowNames(row: Row, at: number, rules: TableRules): void {
  if (Array.isArray(row)) return;
  const { names = [], knownNames = names, columns } = rules;
  if (names.length > 0) return expectNames(ownNames(Object.keys(row), rules), names, knownNames, at);
  const cells = columns === undefined ? 'cells' : `${columns} cells`;
  const what = `give each row as a list of ${cells} in their order`;
  throw new ScoringError('unknown_column', `The model file tells no names of columns: ${what}.`, { row: at });
}

function expectCells(row: Row, at: number, rules: TableRules): void {
  const isList = Array.isArray(row);
  for (const [name, cell] of Object.entries(row)) {
    const column = isList ? Number(name) : name;
    const mayBeText = takesText(column, rules);
    if (isCell(cell) && (typeof cell !== 'string' || mayBeText)) continue;
    const wanted = mayBeText ? 'a number, a text, a boolean or null' : 'a number';
    const where = `Row ${at + 1}, column ${JSON.stringify(column)}`;
    throw new ScoringError('wrong_type', `${where} is ${shown(cell)}, where ${wanted} is wanted.`, {
      row: at,
      column,
      value: typeof cell === 'bigint' ? String(cell) : cell,
    });
  }
  if (!isList || Object.keys(row).length === row.length) return;
  const what = `Row ${at + 1} lacks cells between others; write null for a missing one.`;
  throw new ScoringError('wrong_type', what, { row: at });
}

/** Columns that the model does not know are not checked, where they are allowed. */
function takesText(column: string | number, rules: TableRules): boolean {
  const { takesTexts, readsCells, textColumns, names = [], knownNames = names, isLoose } = rules;
  if (takesTexts || (readsCells === true && (textColumns === undefined || textColumns.has(column)))) return true;
  return isLoose === true && typeof column === 'string' && !knownNames.includes(column);
}

function isCell(cell: unknown): cell is Cell {
  return cell === null || ['number', 'string', 'boolean', 'bigint'].includes(typeof cell);
}

function fromTable(given: unknown): InnerTable {
  const table = expectObject(given, 'Rows are') as unknown as Matrix | MixedTable;
  if (table.kind !== 'matrix' && table.kind !== 'mixed') {
    const what = shown((given as { kind?: unknown }).kind);
    throw new ScoringError(
      'wrong_type',
      `Rows are a list of rows, or a table of the kind "matrix" or "mixed", not ${what}.`,
    );
  }
  const rows = expectCount(table.rows, 'rows');
  const width = table.kind === 'matrix' ? matrixWidth(table) : mixedWidth(table, rows);
  const { names } = table;
  if (names !== undefined && !(Array.isArray(names) && names.every((name) => typeof name === 'string')))
    throw new ScoringError('wrong_type', `The names of a table are a list of texts, not ${shown(names)}.`);
  if (names !== undefined && names.length !== width)
    throw new ScoringError('wrong_size', `The table has ${width} columns and ${names.length} names.`);
  // Only these members of the object are read.
  const named = names === undefined ? {} : { names };
  if (table.kind === 'matrix') return { kind: 'matrix', rows, columns: width, values: table.values, ...named };
  return withMatrix({ kind: 'mixed', rows, cells: table.cells, ...named });
}

function matrixWidth({ rows, columns, values }: Matrix): number {
  expectCount(columns, 'columns');
  if (!(values instanceof Float64Array))
    throw new ScoringError('wrong_type', `The values of a matrix are to be a Float64Array, not ${shown(values)}.`);
  if (values.length === rows * columns) return columns;
  const sizes = `${rows} rows of ${columns} columns are ${rows * columns} values; there are ${values.length}.`;
  throw new ScoringError('wrong_size', sizes);
}

function mixedWidth({ cells }: MixedTable, rows: number): number {
  if (!Array.isArray(cells))
    throw new ScoringError('wrong_type', `The cells of a table are a list of columns, not ${shown(cells)}.`);
  (cells as readonly Cells[]).forEach((column, at) => expectColumn(column, at, rows));
  return cells.length;
}

function expectColumn(column: Cells, at: number, rows: number): void {
  const { kind, values } = expectObject(column, `Column ${at} is`) as unknown as Cells;
  const fits =
    kind === 'number'
      ? values instanceof Float64Array
      : kind === 'string' && Array.isArray(values) && values.every((text) => text === null || typeof text === 'string');
  if (!fits) {
    const kinds = 'of the kind "number" with a Float64Array, or of the kind "string" with a list of texts and nulls';
    throw new ScoringError('wrong_type', `Column ${at} is to be ${kinds}.`, { column: at });
  }
  if (values.length === rows) return;
  throw new ScoringError('wrong_size', `Column ${at} has ${values.length} cells; the table has ${rows} rows.`, {
    column: at,
  });
}
