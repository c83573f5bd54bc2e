import { decodeJsonRows, encodeJsonRows, parseJsonRow } from '@catenary/scoring/internal/formats';
import type { PipelineModel } from '@catenary/scoring/internal/spark';
import { jsonAdvice } from '@catenary/scoring/internal/text';

/** Rows scored at once. */
const blockRows = 1024;

/**
 * One JSON object by column name a line in, one line a row out, in order, whatever fails: `{"row":0,"output":{...}}`,
 * `{"row":2,"skipped":true}`, `{"row":3,"error":"..."}`.
 */
export function scoreRowLines(model: PipelineModel, lines: readonly string[]): string[] {
  const answers: string[] = [];
  for (let first = 0; first < lines.length; first += blockRows) {
    answers.push(...scoreBlock(model, lines.slice(first, first + blockRows), first));
  }
  return answers;
}

/** The lines of a text; the line break at its end begins none. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A block at once; if something in it stops the whole, line by line, so that only the line at fault has an error. */
function scoreBlock(model: PipelineModel, lines: readonly string[], first: number): string[] {
  try {
    const frame = decodeJsonRows(lines.map(parseJsonRow), model.inputSchema);
    const answers = encodeJsonRows(model.call('transform', frame)) as { row: number }[];
    return answers.map((answer) => JSON.stringify({ ...answer, row: first + answer.row }));
  } catch (error) {
    if (lines.length > 1) return lines.flatMap((line, at) => scoreBlock(model, [line], first + at));
    const message = error instanceof Error ? error.message : String(error);
    return [JSON.stringify({ row: first, error: `${message}${jsonAdvice(lines[0] ?? '')}` })];
  }
}
