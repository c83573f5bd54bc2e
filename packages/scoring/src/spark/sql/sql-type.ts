import type { BasicType, DataType } from '../../frame/data-type.ts';

/** The types of SQL values that are read. `null` is the type of a bare NULL, which fits everywhere. */
export type SqlType =
  | { readonly kind: 'boolean' | 'byte' | 'short' | 'int' | 'long' | 'float' | 'double' | 'string' | 'null' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** Vectors and lists, which can be handed on but not calculated with. */
  | { readonly kind: 'other'; readonly dataType: DataType };

/** A value of any SQL type; decimals are whole numbers of units of their type's scale. */
export type SqlValue = boolean | number | string | bigint | null | object;

export const types = {
  boolean: { kind: 'boolean' },
  byte: { kind: 'byte' },
  short: { kind: 'short' },
  int: { kind: 'int' },
  long: { kind: 'long' },
  float: { kind: 'float' },
  double: { kind: 'double' },
  string: { kind: 'string' },
  null: { kind: 'null' },
} as const satisfies Record<string, SqlType>;

const numeric = ['byte', 'short', 'int', 'long', 'decimal', 'float', 'double'];
const integral = ['byte', 'short', 'int', 'long'];

export const isNumeric = ({ kind }: SqlType): boolean => numeric.includes(kind);
export const isIntegral = ({ kind }: SqlType): boolean => integral.includes(kind);

/** Digits that hold every value of an integral type. */
const digits: Readonly<Record<string, number>> = { byte: 3, short: 5, int: 10, long: 20 };

export function asDecimal(type: SqlType): {
  readonly kind: 'decimal';
  readonly precision: number;
  readonly scale: number;
} {
  return type.kind === 'decimal' ? type : { kind: 'decimal', precision: digits[type.kind] ?? 38, scale: 0 };
}

/** The type of a column of a plan. */
export function fromDataType(type: DataType): SqlType {
  if (type.shape !== 'scalar' || type.base === 'byte_string') return { kind: 'other', dataType: type };
  return types[type.base];
}

/** Decimals leave the plan as doubles, which is what every stage makes of them. */
export function toDataType(type: SqlType): DataType {
  if (type.kind === 'other') return type.dataType;
  const base: BasicType = type.kind === 'decimal' ? 'double' : type.kind === 'null' ? 'string' : type.kind;
  return { base, shape: 'scalar', nullable: true };
}

export function describeSqlType(type: SqlType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  return type.kind === 'other' ? type.dataType.shape : type.kind;
}
