import { PackedTexts } from '../../frame/packed-texts.ts';
import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import type { ParquetRow } from './parquet-table.ts';

/** Matrix of a data file, values in column-major order as Spark keeps them. */
export interface SavedMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly values: Float64Array;
}

/** A vocabulary or labels. */
export type Texts = readonly string[] | PackedTexts;

/** Largest vector or matrix a model file may ask for: 1 GiB of doubles. */
const MAX_VALUES = 2 ** 27;

/** Who refuses a cell: the stage that its data belong to. */
export interface CellOwner {
  bad(what: string): Error;
}

/** Reads cells of a stage's Parquet rows; throws `bad_model` that names the stage and the column. */
export class Cells {
  readonly #owner: CellOwner;
  readonly #row: ParquetRow;

  constructor(owner: CellOwner, row: ParquetRow) {
    this.#owner = owner;
    this.#row = row;
  }

  has(column: string): boolean {
    return own(this.#row, column) !== undefined && own(this.#row, column) !== null;
  }

  number(column: string): number {
    const value = own(this.#row, column);
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    throw this.#wrong(column, 'a number');
  }

  string(column: string): string {
    const value = own(this.#row, column);
    if (typeof value === 'string') return value;
    throw this.#wrong(column, 'a string');
  }

  boolean(column: string): boolean {
    const value = own(this.#row, column);
    if (typeof value === 'boolean') return value;
    throw this.#wrong(column, 'true or false');
  }

  strings(column: string): readonly string[] {
    return this.toStrings(own(this.#row, column), column);
  }

  /** A list of texts, in bytes if it is very long. */
  texts(column: string): Texts {
    return this.toTexts(own(this.#row, column), column);
  }

  toTexts(value: unknown, column: string): Texts {
    return value instanceof PackedTexts ? value : this.toStrings(value, column);
  }

  toStrings(value: unknown, column: string): readonly string[] {
    if (value instanceof PackedTexts) return value.toArray();
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw this.#wrong(column, 'a list of strings');
  }

  /** A list of numbers. */
  numbers(column: string): Float64Array {
    return this.toNumbers(own(this.#row, column), column);
  }

  list(column: string): readonly unknown[] {
    const value = own(this.#row, column);
    if (Array.isArray(value)) return value;
    throw this.#wrong(column, 'a list');
  }

  object(column: string): Readonly<Record<string, unknown>> {
    const value = own(this.#row, column);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    throw this.#wrong(column, 'a structure');
  }

  /** A vector, dense or sparse in the file, dense here. Source: Spark `VectorUDT.serialize`. */
  vector(column: string): Float64Array {
    return this.toVector(own(this.#row, column), column);
  }

  /** Whether a vector or matrix is kept sparse in the file: what is not stored takes no part in a product. */
  isSparse(column: string): boolean {
    return (own(this.#row, column) as { readonly type?: unknown } | null | undefined)?.type === 0;
  }

  /** Numbers that some versions keep as a list and others as a vector. */
  numbersOrVector(column: string): Float64Array {
    return Array.isArray(own(this.#row, column)) ? this.numbers(column) : this.vector(column);
  }

  /** A matrix, dense or sparse, transposed or not. Source: Spark `MatrixUDT.serialize`. */
  matrix(column: string): SavedMatrix {
    return this.toMatrix(own(this.#row, column), column);
  }

  toNumbers(value: unknown, column: string): Float64Array {
    if (ArrayBuffer.isView(value)) return Float64Array.from(value as Float64Array);
    if (!Array.isArray(value)) throw this.#wrong(column, 'a list of numbers');
    return Float64Array.from(value as (number | bigint)[], (item) => {
      if (typeof item !== 'number' && typeof item !== 'bigint') throw this.#wrong(column, 'a list of numbers');
      return Number(item);
    });
  }

  toVector(value: unknown, column: string): Float64Array {
    const { type, size, indices, values } = (value ?? {}) as Record<string, unknown>;
    if (type === 1) return this.toNumbers(values, column);
    if (type !== 0) throw this.#wrong(column, 'a vector');
    const dense = new Float64Array(this.#count(Number(size), column));
    const numbers = this.toNumbers(values, column);
    const places = this.toNumbers(indices, column);
    if (places.length !== numbers.length) throw this.#wrong(column, 'a vector: it has not one value for each index');
    places.forEach((index, at) => {
      if (!(index >= 0 && index < dense.length)) throw this.#wrong(column, 'a vector: an index is out of its size');
      dense[index] = defined(numbers[at]);
    });
    return dense;
  }

  toMatrix(value: unknown, column: string): SavedMatrix {
    const matrix = (value ?? {}) as Record<string, unknown>;
    const rowCount = Number(matrix['numRows']);
    const columnCount = Number(matrix['numCols']);
    const size = this.#count(rowCount * columnCount, column);
    const isTransposed = matrix['isTransposed'] === true;
    const values = this.toNumbers(matrix['values'], column);
    if (matrix['type'] === 1) {
      if (values.length !== size) throw this.#wrong(column, `a matrix of ${rowCount} x ${columnCount}`);
      return { rowCount, columnCount, values: isTransposed ? transpose(values, columnCount, rowCount) : values };
    }
    if (matrix['type'] !== 0) throw this.#wrong(column, 'a matrix');
    const pointers = this.toNumbers(matrix['colPtrs'], column);
    const indices = this.toNumbers(matrix['rowIndices'], column);
    if (indices.length !== values.length) throw this.#wrong(column, 'a matrix: it has not one value for each index');
    const dense = new Float64Array(size);
    for (let major = 0; major + 1 < pointers.length; major++) {
      for (let at = defined(pointers[major]); at < defined(pointers[major + 1]); at++) {
        const minor = indices[at] ?? Number.NaN;
        const target = isTransposed ? minor * rowCount + major : major * rowCount + minor;
        if (!(target >= 0 && target < size)) throw this.#wrong(column, 'a matrix: an index is out of its size');
        dense[target] = defined(values[at]);
      }
    }
    return { rowCount, columnCount, values: dense };
  }

  #count(count: number, column: string): number {
    if (Number.isSafeInteger(count) && count >= 0 && count <= MAX_VALUES) return count;
    throw this.#wrong(column, `of a size that can be held: ${count} values`);
  }

  #wrong(column: string, wanted: string): Error {
    return this.#owner.bad(`the column ${column} of its data is not ${wanted}`);
  }
}

/** Column-major values of a matrix with `rowCount` rows, as those of its transpose. */
export function transpose(values: Float64Array, rowCount: number, columnCount: number): Float64Array {
  const turned = new Float64Array(values.length);
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      turned[row * columnCount + column] = defined(values[column * rowCount + row]);
    }
  }
  return turned;
}
