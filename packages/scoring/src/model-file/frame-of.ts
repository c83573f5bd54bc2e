import type { Frame } from '../frame/frame.ts';
import type { Table } from '../frame/table.ts';
import type { ModelAnswer } from './model-file.ts';
import { TableFrame } from './table-frame.ts';

/** A table as a frame; nothing is copied. */
export function frameOf(table: Table, origin?: Frame['origin']): Frame {
  return new TableFrame(table, { origin });
}

/** An answer as a frame: a column of numbers or texts, several, or one of vectors for a matrix. */
export function answerFrame({ table, numbers, code, isNested, isBytes, rowTypes }: ModelAnswer): Frame {
  return new TableFrame(table, { answer: { numbers: isBytes === true ? 'bytes' : numbers, code, isNested, rowTypes } });
}
