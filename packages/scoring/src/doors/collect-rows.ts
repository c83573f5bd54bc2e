import { ScoringError } from '../scoring-error.ts';
import { movedBy } from '../sklearn/in-slice.ts';
import type { Call, Engine, Scored } from './engine.ts';
import { type AnswerPart, joinAnswers } from './join-answers.ts';
import { asScoringError } from './only-scoring-errors.ts';
import type { RowError } from './result.ts';
import type { Rows } from './rows.ts';
import { countRows, sliceRows } from './slice-rows.ts';

/**
 * The answers to all rows that have one, and the errors of the others. Where a whole input is refused for one of its rows, halves of it are
 * asked, and halves of these, so that a few bad rows cost a few calls. Throws `bad_input` for a model whose answers depend on
 * all rows.
 */
export function collectRows(engine: Engine, rows: Rows, call: Call): { answer: Scored; errors: RowError[] } {
  const parts: AnswerPart[] = [];
  const errors: RowError[] = [];
  const count = countRows(rows);
  const fail = (start: number, row: number, error: ScoringError) =>
    errors.push({ row: start + row, error: movedBy(error, start) });
  const ask = (start: number, end: number): void => {
    const part = start === 0 && end === count ? rows : sliceRows(rows, start, end);
    try {
      const answer = engine.score(part, call);
      parts.push({ start, answer });
      for (const [row, error] of answer.failures ?? []) fail(start, row, error);
    } catch (error) {
      if (end - start < 2) {
        if (count === 0) throw error;
        fail(start, 0, asScoringError('bad_input', error));
        return;
      }
      if (engine.dependsOnRows === true || isOfAll(error)) throw error;
      const middle = (start + end) >> 1;
      ask(start, middle);
      ask(middle, end);
    }
  };
  ask(0, count);
  const outputs = engine.outputsOf(call.method, call.outputs);
  errors.sort((a, b) => a.row - b.row);
  return { answer: joinAnswers(parts, { rowCount: count, outputs, errors }), errors };
}

/** Whether an error is about the columns of the input, so about none of its rows. */
function isOfAll(error: unknown): boolean {
  if (!(error instanceof ScoringError)) return false;
  const { code, place } = error;
  return place.isHeader === true || (place.row === undefined && ofColumns.includes(code));
}

const ofColumns: readonly string[] = ['missing_column', 'unknown_column', 'wrong_size', 'unsupported_model'];
