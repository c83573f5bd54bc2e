import type { DataType } from './data-type.ts';

/** A named, typed column position. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
}

/** Ordered fields; names are unique. */
export interface Schema {
  readonly fields: readonly Field[];
}
