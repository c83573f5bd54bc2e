import { ScoringError } from '@catenary/scoring/internal/frame';
import type { Columns, Value } from '@catenary/scoring/internal/library';
import { type Column, type DataType, type Table, Type } from '@uwdata/flechette';

type Cells = Float64Array | readonly Value[];
/** A column of whichever values; its type says which. */
type AnyColumn = ReturnType<Table['getChildAt']>;

/** How the cells of a column are read, by Arrow's type. Dates, decimals and whatever else is not here mean nothing to a model. */
const readers: Partial<Record<number, (column: AnyColumn) => Cells>> = {
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
  return Object.fromEntries(
    table.schema.fields.map(({ name, type }, at) => [name, readColumn(table.getChildAt(at), name, type)]),
  );
}

function readColumn(column: AnyColumn, name: string, type: DataType): Cells {
  if (type.typeId === Type.Dictionary) return dictionaryCells(column, name, type.dictionary);
  const read = isVector(type) ? vectorsOf : readers[type.typeId];
  if (read === undefined) throw foreignType(name);
  return read(column);
}

function foreignType(name: string): ScoringError {
  const text = `The column "${name}" is of a type that no model takes: cast it to a number, a boolean, a text, or an array of these.`;
  return new ScoringError('wrong_type', text, { column: name });
}

/** Texts come as numbers of a dictionary, of which each text is read once. */
function dictionaryCells(column: AnyColumn, name: string, texts: DataType): Cells {
  if (texts.typeId !== Type.Utf8 && texts.typeId !== Type.LargeUtf8) throw foreignType(name);
  const cells: (string | null)[] = [];
  for (const batch of column.data) if (isCoded(batch)) appendTexts(batch, cells);
  return cells;
}

/** Numbers of texts in a dictionary. */
interface CodedBatch {
  readonly length: number;
  readonly nullCount: number;
  readonly values: ArrayLike<number>;
  readonly dictionary: Column<string>;
  readonly isValid: (row: number) => boolean;
}

const isCoded = (batch: object): batch is CodedBatch => 'dictionary' in batch;

function appendTexts(batch: CodedBatch, cells: (string | null)[]): void {
  const { length, values, nullCount } = batch;
  const texts = Array.from(batch.dictionary);
  for (let row = 0; row < length; row++)
    cells.push(nullCount > 0 && !batch.isValid(row) ? null : (texts[values[row] ?? -1] ?? null));
}

function valuesOf(column: Column<Value>): readonly Value[] {
  return Array.from({ length: column.length }, (_none, row) => column.at(row));
}

/** Doubles without a null are taken as they are; 64-bit integers keep all their digits. */
function numbersOf(column: Column<Value>): Cells {
  const values = column.toArray();
  if (values instanceof Float64Array) return values;
  const cells = valuesOf(column).map((cell) => (typeof cell === 'bigint' ? exactNumber(cell) : cell));
  return cells.every((cell) => typeof cell === 'number') ? Float64Array.from(cells) : cells;
}

function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function listsOf(column: Column<Iterable<Value>>): readonly Value[] {
  return Array.from({ length: column.length }, (_none, row) => {
    const items = column.at(row);
    return items === null || items instanceof Float64Array ? items : Array.from(items);
  });
}

/** A vector of Spark ML: `type` is 0 for a sparse and 1 for a dense one. */
interface SparkVector {
  readonly type: number;
  readonly size: number;
  readonly indices: Iterable<number>;
  readonly values: Iterable<number>;
}

function isVector(type: DataType): boolean {
  if (type.typeId !== Type.Struct) return false;
  return type.children.map(({ name }) => name).join() === 'type,size,indices,values';
}

function vectorsOf(column: Column<SparkVector>): readonly Value[] {
  return Array.from({ length: column.length }, (_none, row) => {
    const vector = column.at(row);
    if (vector === null) return null;
    const values = Float64Array.from(vector.values);
    if (vector.type === 1) return values;
    return { size: vector.size, indices: Int32Array.from(vector.indices), values };
  });
}
