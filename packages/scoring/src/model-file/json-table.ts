import { type GivenCell, GivenCells } from '../frame/given-cells.ts';
import { newMatrix, type Table } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';
import { parseBigintBody } from '../text/bigint-body.ts';
import { markIndexNames, plainName } from '../text/index-names.ts';
import { parsePythonJson } from '../text/python-json.ts';
import { parseWithFloats, WrittenFloat } from '../text/written-floats.ts';
import { own } from '../util/own.ts';
import type { ModelFile } from './model-file.ts';
import { withMatrix } from './with-matrix.ts';

/** What must be known about a model to read its input. */
export type InputRules = Pick<ModelFile, 'takesTexts'> &
  Partial<
    Pick<
      ModelFile,
      | 'readsCells'
      | 'tellsFloats'
      | 'rowNames'
      | 'takesPlaces'
      | 'numberRules'
      | 'columnNames'
      | 'findsColumns'
      | 'findsNames'
    >
  >;

const isNumeric = (list: readonly unknown[]): list is readonly number[] =>
  list.every((cell) => typeof cell === 'number');

/** A row by position, or by column name. */
export type JsonRow = readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * JSON for a model, as Python reads it: NaN and infinities may stand bare. With whole numbers of any size where they may be
 * categories, and with members in their order for a model that takes them so (`markIndexNames`). Throws `SyntaxError`.
 */
export function parseModelJson(text: string, { readsCells, takesPlaces, tellsFloats }: InputRules): unknown {
  const ordered = takesPlaces === true ? markIndexNames(text) : text;
  if (tellsFloats === true) return parsePythonJson(ordered, parseWithFloats);
  return parsePythonJson(ordered, readsCells === true ? parseBigintBody : (valid) => JSON.parse(valid) as unknown);
}

/**
 * Rows as JSON has them, all arrays or all objects by column name: null is missing. A column that only some of the rows
 * have is refused if the model uses it. A model that takes columns by position takes those of each object in their
 * order. Throws `bad_input` with the row.
 */
export function jsonTable(rows: readonly JsonRow[], model: InputRules): Table {
  const [first] = rows;
  const names = first === undefined || Array.isArray(first) ? undefined : namesOf(rows, model);
  const lists = rows.map((row, at) => listOf(row, at, { first, names, model }));
  const width = names?.length ?? lists[0]?.length ?? 0;
  const named = names === undefined ? {} : { names };
  if (model.readsCells !== true && lists.every(isNumeric))
    return { ...newMatrix(rows.length, width, Float64Array.from(lists.flat())), ...named };
  const cells = Array.from({ length: width }, (_none, column) => {
    const given = lists.map((list, row) => cellOf(list[column], row, column));
    return new GivenCells(given, true, { column, name: names?.[column], floats: floatsOf(lists, column) });
  });
  return withMatrix({ kind: 'mixed', rows: rows.length, cells, ...named });
}

/**
 * The names of all rows, in the order of their first occurrence; for a model that takes columns by position, those of
 * the first row.
 */
function namesOf(rows: readonly JsonRow[], { takesPlaces }: InputRules): string[] {
  const names = new Set<string>();
  for (const row of takesPlaces === true ? rows.slice(0, 1) : rows)
    if (!Array.isArray(row)) for (const name of Object.keys(row)) names.add(name);
  return Array.from(names, plainName);
}

interface Shape {
  readonly first: JsonRow | undefined;
  readonly names: readonly string[] | undefined;
  readonly model: InputRules;
}

function listOf(row: JsonRow, at: number, { first, names, model }: Shape): readonly unknown[] {
  const isNamed = !Array.isArray(row);
  if (isNamed !== (names !== undefined)) throw otherShape(at);
  if (isNamed && model.takesPlaces !== true)
    return (names as readonly string[]).map((name) => own(row as Record<string, unknown>, name));
  const list = isNamed ? Object.values(row) : (row as readonly unknown[]);
  if (list.length !== (names?.length ?? (first as readonly unknown[]).length)) throw otherShape(at);
  return list;
}

function otherShape(row: number): ScoringError {
  return new ScoringError('bad_input', `Row ${row + 1} is not of the shape of row 1.`, { row });
}

/** Rows whose whole number was written as a float. */
function floatsOf(lists: readonly (readonly unknown[])[], column: number): Set<number> | undefined {
  const rows = lists.flatMap((list, row) => (list[column] instanceof WrittenFloat ? [row] : []));
  return rows.length === 0 ? undefined : new Set(rows);
}

function cellOf(cell: unknown, row: number, column: number): GivenCell {
  if (cell instanceof WrittenFloat) return cell.value;
  if (typeof cell !== 'object' || cell === null) return cell as GivenCell;
  throw new ScoringError('bad_input', `Row ${row + 1}, column ${column} is a list or an object, not a value.`, {
    row,
    column,
  });
}
