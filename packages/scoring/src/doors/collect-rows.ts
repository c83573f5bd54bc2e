import type { Frame } from '../frame/frame.ts';
import { ScoringError } from '../scoring-error.ts';
import { inSlice } from '../sklearn/in-slice.ts';
import type { Call, Engine } from './engine.ts';
import { type FramePart, joinFrames } from './join-frames.ts';
import { asScoringError } from './only-scoring-errors.ts';
import { rejectionError } from './rejection-error.ts';
import type { RowError } from './result.ts';
import type { Rows } from './rows.ts';
import { countRows, sliceRows } from './slice-rows.ts';

/**
 * The answers to all rows that have one, and the errors of the others. Where a whole input is refused for one of its rows, halves of it are
 * asked, and halves of these, so that a few bad rows cost a few calls. Throws `bad_input` for a model whose answers depend on
 * all rows.
 */
export function collectRows(engine: Engine, rows: Rows, call: Call): { frame: Frame; errors: RowError[] } {
  const parts: FramePart[] = [];
  const errors: RowError[] = [];
  const count = countRows(rows);
  const ask = (start: number, end: number): void => {
    const part = start === 0 && end === count ? rows : sliceRows(rows, start, end);
    try {
      const frame = engine.score(part, call);
      parts.push({ start, frame });
      for (const [row, rejection] of frame.rejections ?? [])
        errors.push({ row: start + row, error: errorOf(rejectionError(row, rejection), start) });
    } catch (error) {
      if (end - start < 2) {
        if (count === 0) throw error;
        errors.push({ row: start, error: errorOf(error, start) });
        return;
      }
      if (engine.dependsOnRows === true || isOfAll(error)) throw error;
      const middle = (start + end) >> 1;
      ask(start, middle);
      ask(middle, end);
    }
  };
  ask(0, count);
  const { fields } = engine.outputsOf(call.method, call.outputs);
  return { frame: joinFrames(parts, count, fields), errors: errors.sort((a, b) => a.row - b.row) };
}

/** Whether an error is about the columns of the input, so about none of its rows. */
function isOfAll(error: unknown): boolean {
  if (!(error instanceof ScoringError)) return false;
  const { code, place } = error;
  return place.isHeader === true || (place.row === undefined && ofColumns.includes(code));
}

const ofColumns: readonly string[] = ['missing_column', 'unknown_column', 'wrong_size', 'unsupported_model'];

function errorOf(error: unknown, start: number): ScoringError {
  try {
    return inSlice(start, () => {
      throw error;
    });
  } catch (moved) {
    return asScoringError('bad_input', moved);
  }
}
