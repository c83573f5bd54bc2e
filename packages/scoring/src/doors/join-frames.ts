import type { Column } from '../frame/column.ts';
import type { Frame } from '../frame/frame.ts';
import type { Field } from '../frame/schema.ts';
import { defined } from '../util/defined.ts';
import { frameCell } from './frame-cell.ts';

/** Answers to the rows from `start` on. */
export interface FramePart {
  readonly start: number;
  readonly frame: Frame;
}

/** Parts of one answer as one frame; rows that are in none of them are null. `fields` are its columns where there is no part. */
export function joinFrames(parts: readonly FramePart[], rowCount: number, fields: readonly Field[]): Frame {
  const [first] = parts;
  if (first !== undefined && first.frame.rowCount === rowCount) return first.frame;
  const schema = first?.frame.schema ?? { fields };
  return { schema, columns: schema.fields.map((_field, at) => joinColumn(parts, at, rowCount)), rowCount };
}

function joinColumn(parts: readonly FramePart[], at: number, rowCount: number): Column {
  const values = Array.from({ length: rowCount }, (): unknown => null);
  for (const { start, frame } of parts) {
    const column = defined(frame.columns[at]);
    const { type } = defined(frame.schema.fields[at]);
    for (let row = 0; row < frame.rowCount; row++) values[start + row] = frameCell(column, type, row);
  }
  if (parts[0] === undefined || defined(parts[0].frame.columns[at]).kind !== 'number') return { kind: 'value', values };
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  return {
    kind: 'number',
    values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    nulls,
  };
}
