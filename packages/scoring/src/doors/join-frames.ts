import type { Column } from '../frame/column.ts';
import type { Frame } from '../frame/frame.ts';
import type { Field } from '../frame/schema.ts';
import { defined } from '../util/defined.ts';
import { frameCell } from './frame-cell.ts';
import type { RowError } from './result.ts';

/** Answers to the rows from `start` on. */
export interface FramePart {
  readonly start: number;
  readonly frame: Frame;
}

/** What the whole is. */
interface Whole {
  readonly rowCount: number;
  /** Its columns where there is no part. */
  readonly fields: readonly Field[];
  /** Of the rows that have no answer. */
  readonly errors: readonly RowError[];
}

/** Parts of one answer as one frame; rows that have no answer are null, and of columns of numbers NaN besides. */
export function joinFrames(parts: readonly FramePart[], { rowCount, fields, errors }: Whole): Frame {
  const [first] = parts;
  if (first !== undefined && errors.length === 0) return first.frame;
  const schema = first?.frame.schema ?? { fields };
  const failed = new Set(errors.map(({ row }) => row));
  return { schema, columns: schema.fields.map((_field, at) => joinColumn(parts, at, { rowCount, failed })), rowCount };
}

function joinColumn(
  parts: readonly FramePart[],
  at: number,
  { rowCount, failed }: { readonly rowCount: number; readonly failed: ReadonlySet<number> },
): Column {
  const values = Array.from({ length: rowCount }, (): unknown => null);
  for (const { start, frame } of parts) {
    const column = defined(frame.columns[at]);
    const { type } = defined(frame.schema.fields[at]);
    for (let row = 0; row < frame.rowCount; row++)
      if (!failed.has(start + row)) values[start + row] = frameCell(column, type, row);
  }
  if (parts[0] === undefined || defined(parts[0].frame.columns[at]).kind !== 'number') return { kind: 'value', values };
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  return {
    kind: 'number',
    values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    nulls,
  };
}
