import { ScoringError } from '../scoring-error.ts';

/** Processes the rows from `start` on as if they were all; an error names the row of the whole. */
export function inSlice<Answer>(start: number, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    throw error instanceof ScoringError ? movedBy(error, start) : error;
  }
}

/** The same error about a row that is `rows` rows later, in its place and in its message. */
export function movedBy(error: ScoringError, rows: number): ScoringError {
  const { code, message, place } = error;
  if (place.row === undefined || rows === 0) return error;
  const number = (_text: string, word: string, row: string) => `${word} ${Number(row) + rows}`;
  return new ScoringError(code, message.replace(/\b(row) (\d+)/i, number), { ...place, row: place.row + rows });
}
