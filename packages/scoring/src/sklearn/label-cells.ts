import type { Cells } from '../frame/table.ts';

/** Undefined unless all are numbers (or booleans), or all are texts; None and NaN may be among either. */
export function labelCells(values: readonly unknown[]): Cells | undefined {
  const isMissing = (value: unknown) => value === null || Number.isNaN(value);
  if (
    values.every(
      (value) => typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' || value === null,
    )
  ) {
    return {
      kind: 'number',
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    };
  }
  if (!values.every((value) => typeof value === 'string' || isMissing(value))) return undefined;
  return { kind: 'string', values: values.map((value) => (typeof value === 'string' ? value : null)) };
}
