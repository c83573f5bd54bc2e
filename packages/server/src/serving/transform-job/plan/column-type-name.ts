export type PlainTypeName = 'double' | 'float' | 'int64' | 'boolean' | 'text';
/** As CATENARY_BATCH_OUTPUT_COLUMNS has it. */
export type ColumnTypeName = PlainTypeName | `decimal(${number},${number})`;

const plainTypeNames: readonly PlainTypeName[] = ['double', 'float', 'int64', 'boolean', 'text'];

/** All of them, for an error. */
export const columnTypeNames = `${plainTypeNames.join(', ')} and decimal(precision,scale)`;

/** Digits of a decimal, and how many of them are after the point. */
export interface DecimalType {
  readonly precision: number;
  readonly scale: number;
}

const decimalForm = /^decimal\((\d{1,2}),(\d{1,2})\)$/;
/** The most that other programs read everywhere. */
const maxPrecision = 38;

/** `decimal(18,2)`; undefined if it is not a decimal type. */
export function readDecimalType(name: string): DecimalType | undefined {
  const [, precision, scale] = (decimalForm.exec(name) ?? []).map(Number);
  if (precision === undefined || scale === undefined) return undefined;
  return precision >= 1 && precision <= maxPrecision && scale <= precision ? { precision, scale } : undefined;
}

export function isColumnTypeName(name: string): name is ColumnTypeName {
  return plainTypeNames.some((plain) => plain === name) || readDecimalType(name) !== undefined;
}
