import type { DataType } from '../../frame/data-type.ts';

/** A column of numbers or booleans (0 and 1). */
export class NumberRegister {
  readonly kind = 'number';
  readonly type: DataType;
  readonly name: string;
  values: Float64Array = new Float64Array(0);
  /** 1 where the cell is null; only to be read while `hasNulls`. */
  nulls: Uint8Array = new Uint8Array(0);
  hasNulls = false;
  /** As of a `NumberColumn`. */
  longs: ReadonlyMap<number, bigint> | undefined;

  constructor(type: DataType, name: string) {
    this.type = type;
    this.name = name;
  }

  /** Makes room for writing `rowCount` cells, none of them null. */
  reserve(rowCount: number): void {
    if (this.values.length < rowCount) {
      const size = Math.max(rowCount, 2 * this.values.length, 16);
      this.values = new Float64Array(size);
      this.nulls = new Uint8Array(size);
    }
    if (this.hasNulls) this.nulls.fill(0);
    this.hasNulls = false;
    this.longs = undefined;
  }

  setNull(row: number): void {
    this.nulls[row] = 1;
    this.hasNulls = true;
    this.values[row] = Number.NaN;
  }

  isNull(row: number): boolean {
    return this.hasNulls && this.nulls[row] !== 0;
  }
}
