import { assembledRows } from '../../boosters/assembled-rows.ts';
import { AssembledVectors } from '../../frame/assembled-vectors.ts';
import type { DataType } from '../../frame/data-type.ts';
import type { VectorColumn } from '../../frame/vector-column.ts';
import type { VectorPart } from '../../frame/vector-part.ts';
import { ScoringError } from '../../scoring-error.ts';
import { spend } from '../../util/allowance.ts';

/** Two gibibytes of doubles: more in one column is a mistake in the data or the model. */
const MAX_ENTRIES = 2 ** 28;

/**
 * Whether Spark's `Vector.compressed` makes a vector sparse.
 * Source: answers of MLeap 0.25.2 on Spark 4.1 (older releases compare 1.5 * (nonzeros + 1)).
 */
export const isWrittenSparse = (size: number, nonzeros: number, overhead = 2): boolean =>
  1.5 * nonzeros + overhead < size;

/**
 * A column of vectors, laid out as `VectorColumn` is and written row by row: make room with `room`, write the entries
 * from `length` on, and close the row. Every row must be closed, also one that failed (`closeEmpty`).
 */
export class VectorRegister {
  readonly kind = 'vector';
  readonly type: DataType;
  readonly name: string;
  values: Float64Array = new Float64Array(0);
  indices: Int32Array = new Int32Array(0);
  starts: Int32Array = new Int32Array(1);
  sizes: Int32Array = new Int32Array(0);
  sparse: Uint8Array = new Uint8Array(0);
  nulls: Uint8Array | undefined;
  hasSparse = false;
  rowCount = 0;
  /** What a sparse vector costs besides its entries, in doubles: when a vector is compressed to one depends on it. */
  sparseOverhead = 2;
  /** Entries written so far. */
  length = 0;
  /** Whether an op reads it: its rows are to be written then. */
  isRead = false;
  #assembled: AssembledVectors | undefined;
  /** Never written to: stands in for the `sparse` marks of a column that has none. */
  #zeros = new Uint8Array(0);

  constructor(type: DataType, name: string) {
    this.type = type;
    this.name = name;
  }

  /** Starts a new column of up to `rowCount` rows. */
  reserve(rowCount: number): void {
    if (this.sizes.length < rowCount) {
      const size = Math.max(rowCount, 2 * this.sizes.length, 16);
      this.sizes = new Int32Array(size);
      this.starts = new Int32Array(size + 1);
      this.sparse = new Uint8Array(size);
    }
    this.#assembled = undefined;
    this.nulls = undefined;
    this.hasSparse = false;
    this.rowCount = 0;
    this.length = 0;
  }

  /** Lets its rows be parts side by side until they are asked for; `write` writes them here. For a register that no op reads. */
  defer(parts: readonly VectorPart[], write: () => void): void {
    const written = () => {
      write();
      return this.#asColumn();
    };
    this.#assembled = new AssembledVectors(parts, written, assembledRows);
  }

  /** Makes room for `count` more entries; take `values` and `indices` after it, not before. */
  room(count: number): void {
    spend(count);
    const wanted = this.length + count;
    if (wanted <= this.values.length) return;
    if (wanted > MAX_ENTRIES)
      throw new ScoringError('wrong_size', `The vectors of column "${this.name}" grow beyond ${MAX_ENTRIES} values.`);
    const size = Math.max(wanted, 2 * this.values.length, 64);
    const values = new Float64Array(size);
    values.set(this.values);
    const indices = new Int32Array(size);
    indices.set(this.indices);
    this.values = values;
    this.indices = indices;
  }

  /** Ends a row whose `size` values have been written from `length` on. */
  closeDense(size: number): void {
    this.sparse[this.rowCount] = 0;
    this.length += size;
    this.#close(size);
  }

  /** Ends a sparse row of `count` entries, written in ascending order of their indices from `length` on. */
  closeSparse(size: number, count: number): void {
    this.sparse[this.rowCount] = 1;
    this.hasSparse = true;
    this.length += count;
    this.#close(size);
  }

  /** Ends a row that has no meaning: it failed or was skipped. */
  closeEmpty(): void {
    this.closeDense(0);
  }

  /** Ends a row that is null, one of `rowCount`. */
  closeNull(rowCount: number): void {
    this.nulls ??= new Uint8Array(rowCount);
    this.nulls[this.rowCount] = 1;
    this.closeEmpty();
  }

  /**
   * Ends a row as Spark's `Vector.compressed` does, given `size` values written densely from `length` on. NaN counts as
   * a nonzero, -0 as a zero.
   */
  closeCompressed(size: number, nonzeros: number): void {
    if (!isWrittenSparse(size, nonzeros, this.sparseOverhead)) {
      this.closeDense(size);
      return;
    }
    const { values, indices, length } = this;
    let to = length;
    for (let at = 0; at < size; at++) {
      const value = values[length + at];
      if (value === 0) continue;
      values[to] = value;
      indices[to++] = at;
    }
    this.closeSparse(size, nonzeros);
  }

  /** Lays a frame's column in, without a copy. */
  adopt(column: VectorColumn, rowCount: number): void {
    this.values = column.values;
    this.starts = column.starts;
    this.sizes = column.sizes;
    this.indices = column.indices ?? noIndices;
    this.hasSparse = column.sparse !== undefined;
    if (this.#zeros.length < rowCount) this.#zeros = new Uint8Array(2 * rowCount);
    this.sparse = column.sparse ?? this.#zeros;
    this.nulls = column.nulls;
    this.rowCount = rowCount;
    this.length = column.starts[rowCount];
  }

  isNull(row: number): boolean {
    return this.nulls !== undefined && this.nulls[row] !== 0;
  }

  isSparse(row: number): boolean {
    return this.sparse[row] !== 0;
  }

  /** Value at `position` of a row; 0 where a sparse row has none. */
  valueAt(row: number, position: number): number {
    const start = this.starts[row];
    if (this.sparse[row] === 0) return this.values[start + position];
    let low = start;
    let high = this.starts[row + 1] - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const index = this.indices[middle];
      if (index === position) return this.values[middle];
      if (index < position) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  /** The column as a frame holds it, over the same arrays. */
  toColumn(): VectorColumn {
    return this.#assembled ?? this.#asColumn();
  }

  #asColumn(): VectorColumn {
    const { values, starts, sizes, nulls } = this;
    const indices = this.hasSparse ? this.indices : undefined;
    const sparse = this.hasSparse ? this.sparse : undefined;
    return { kind: 'vector', values, starts, sizes, indices, sparse, nulls };
  }

  #close(size: number): void {
    this.sizes[this.rowCount] = size;
    this.rowCount++;
    this.starts[this.rowCount] = this.length;
  }
}

const noIndices = new Int32Array(0);
