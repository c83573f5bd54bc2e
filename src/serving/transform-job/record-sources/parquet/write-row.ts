import { writeCsvLine } from '../../csv-line.ts';
import { Decimal } from './column-values.ts';

/** How rows with these columns are written as lines, without a line end. */
export function rowWriter(line: 'csv' | 'json', names: readonly string[]): (values: readonly unknown[]) => string {
  if (line === 'csv') return (values) => writeCsvLine(values.map(textOf));
  const keys = names.map((name) => `${JSON.stringify(name)}:`);
  return (values) => `{${values.map((value, at) => (keys[at] as string) + jsonOf(value)).join(',')}}`;
}

/** Nothing for null; numbers as the shortest text that reads as the same double. */
function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : Object.is(value, -0) ? '-0' : String(value);
}

/** 64-bit integers and decimals keep all digits, and zero its sign; what JSON has no number for is null. */
function jsonOf(value: unknown): string {
  if (typeof value === 'bigint' || value instanceof Decimal) return value.toString();
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'null');
}
