import { ScoringError } from '@catenary/scoring/internal/frame';
import type { Columns, SparseVector, Value } from '@catenary/scoring/internal/library';
import { defined } from '@catenary/scoring/internal/values';
import { type Column, type DataType, type Table, Type } from '@uwdata/flechette';
import { isObject } from '../../../util/is-object.ts';

type Cells = Float64Array | readonly Value[];

/** How the cells of a column are read, by Arrow's type. Dates, decimals and whatever else is not here mean nothing to a model. */
const readers: Partial<Record<number, (column: Column<unknown>) => Cells>> = {
  [Type.Null]: valuesOf,
  [Type.Bool]: valuesOf,
  [Type.Utf8]: valuesOf,
  [Type.LargeUtf8]: valuesOf,
  [Type.Int]: numbersOf,
  [Type.Float]: numbersOf,
  [Type.List]: listsOf,
  [Type.LargeList]: listsOf,
  [Type.FixedSizeList]: listsOf,
};

/** The columns of a table as models take them. Throws `wrong_type` for one of a type that no model has. */
export function readTable(table: Table): Columns {
  return Object.fromEntries(table.schema.fields.map(({ name, type }, at) => [name, readColumn(table, name, type, at)]));
}

function readColumn(table: Table, name: string, type: DataType, at: number): Cells {
  const column: Column<unknown> = table.getChildAt(at);
  if (type.typeId === Type.Dictionary) return dictionaryCells(column, name, type.dictionary);
  const read = isVector(type) ? vectorsOf : readers[type.typeId];
  if (read === undefined) throw foreignType(name);
  return read(column);
}

function foreignType(name: string): ScoringError {
  const text = `The column "${name}" is of a type that no model takes: cast it to a number, a boolean, a text, or an array of these.`;
  return new ScoringError('wrong_type', text, { column: name });
}

/** Texts come as numbers of a dictionary, each of which is read once. */
function dictionaryCells(column: Column<unknown>, name: string, texts: DataType): Cells {
  if (texts.typeId !== Type.Utf8 && texts.typeId !== Type.LargeUtf8) throw foreignType(name);
  return valuesOf(column);
}

function valuesOf(column: Column<unknown>): readonly Value[] {
  return Array.from({ length: column.length }, (_none, row) => column.at(row) as Value);
}

/** Numbers without a null as they lie there; 64-bit integers keep all their digits. */
function numbersOf(column: Column<unknown>): Cells {
  const values = column.toArray();
  if (values instanceof Float64Array) return values;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    const cells = Array.from(values as Iterable<bigint>, exactNumber);
    return cells.some((cell) => typeof cell === 'bigint') ? cells : Float64Array.from(cells as number[]);
  }
  if (ArrayBuffer.isView(values)) return Float64Array.from(values as unknown as ArrayLike<number>);
  return Array.from(values as ArrayLike<unknown>, (cell) =>
    typeof cell === 'bigint' ? exactNumber(cell) : (cell as Value),
  );
}

function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function listsOf(column: Column<unknown>): readonly Value[] {
  return valuesOf(column).map((cell) => {
    if (cell === null) return null;
    const items = cell as unknown as ArrayLike<Value>;
    return items instanceof Float64Array ? items : Array.from(items);
  });
}

/** Spark's vectors: `type` is 0 for a sparse and 1 for a dense one. */
function isVector(type: DataType): boolean {
  if (type.typeId !== Type.Struct) return false;
  return type.children.map(({ name }) => name).join() === 'type,size,indices,values';
}

function vectorsOf(column: Column<unknown>): readonly Value[] {
  return valuesOf(column).map((cell) => {
    if (!isObject(cell)) return null;
    const values = Float64Array.from(defined(cell['values']) as ArrayLike<number>);
    if (cell['type'] === 1) return values;
    const indices = Int32Array.from(defined(cell['indices']) as ArrayLike<number>);
    return { size: Number(cell['size']), indices, values } satisfies SparseVector;
  });
}
