import { cellNumber } from '../text/cell-number.ts';
import type { GivenCells } from './given-cells.ts';
import type { LabelType } from './label-type.ts';
import type { Table } from './table.ts';

/** numpy's type of each row's numbers by itself; undefined for a row of objects, whose cells keep a type each. */
export type RowTypes = readonly (LabelType | undefined)[];

/** What a cell is to Python, before it stands beside others. */
type CellForm = 'integer' | 'float64' | 'boolean' | 'text';

const wholeText = /^\s*[+-]?\d[\d_]*\s*$/;

/** What a cell is to Python: a number of CSV as pandas reads its text alone. */
export function formOf(cells: GivenCells, row: number): CellForm {
  const cell = cells.at(row);
  if (typeof cell === 'number') return Number.isInteger(cell) && !cells.isFloat(row) ? 'integer' : 'float64';
  if (typeof cell === 'boolean') return 'boolean';
  if (typeof cell === 'bigint') return 'integer';
  if (cell === null) return 'float64';
  if (cells.isTyped) return 'text';
  if (wholeText.test(cell)) return 'integer';
  if (cells.isMissing(row)) return 'float64';
  if (cellNumber(cell) === undefined) return 'text';
  return /^(true|false)$/i.test(cell) ? 'boolean' : 'float64';
}

/**
 * The type that numpy would give each row of a table alone: integers beside a double are doubles, beside a boolean integers.
 * Rows decide for themselves, so that no row changes the answer to another one.
 */
export function rowTypes(table: Table): RowTypes {
  const numbers = Array.from({ length: table.rows }, (): LabelType => 'float64');
  if (table.kind === 'matrix') return numbers;
  return numbers.map((_type, row) => {
    const forms = table.cells.map((cells): CellForm => {
      if (cells.kind === 'value') return formOf(cells, row);
      return cells.kind === 'string' ? 'text' : 'float64';
    });
    return forms.includes('text') ? undefined : commonForm(forms);
  });
}

/** The types of rows whose cells come from several tables next to each other. */
export function commonRowTypes(parts: readonly RowTypes[], rows: number): RowTypes {
  return Array.from({ length: rows }, (_none, row) => {
    const types = parts.map((part) => part[row]);
    return types.includes(undefined) ? undefined : commonForm(types);
  });
}

function commonForm(types: readonly (CellForm | LabelType | undefined)[]): LabelType {
  const [first] = types;
  if (first === 'boolean' && types.every((type) => type === first)) return 'boolean';
  return types.every((type) => type === 'integer' || type === 'boolean') && first !== undefined ? 'integer' : 'float64';
}
