import type { Column } from '../frame/column.ts';
import type { Frame } from '../frame/frame.ts';
import { denseVectors } from '../frame/vector-column.ts';
import { defined } from '../util/defined.ts';

/** Answers of the same columns below each other: numbers, texts, and vectors of one size. */
export function joinFrames(frames: readonly Frame[]): Frame {
  const first = defined(frames[0]);
  if (frames.length === 1) return first;
  const rowCount = frames.reduce((sum, frame) => sum + frame.rowCount, 0);
  const columns = first.columns.map((_column, at) => {
    const parts = frames.map((frame) => defined(frame.columns[at]));
    return joinColumns(parts, rowCount);
  });
  return { schema: first.schema, columns, rowCount };
}

function joinColumns(parts: readonly Column[], rowCount: number): Column {
  const [first] = parts;
  if (first?.kind === 'string')
    return { kind: 'string', values: parts.flatMap((part) => (part.kind === 'string' ? part.values : [])) };
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values as Float64Array, at);
    at += part.values.length;
  }
  return first?.kind === 'vector' ? denseVectors(values, rowCount, first.sizes[0] ?? 0) : { kind: 'number', values };
}
