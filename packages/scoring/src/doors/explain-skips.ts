import type { Frame } from '../frame/frame.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Scored } from './engine.ts';

/** What a pipeline answers, with an error for each row that it skips: whoever asks for rows is told which have no answer. */
export function explainSkips(frame: Frame): Scored {
  const { rejections, ...answers } = frame;
  if (rejections === undefined) return answers;
  const failures = Array.from(rejections, ([row, rejection]) => {
    const failure = rejection.kind === 'failed' ? rejection : ({ kind: 'failed', error: skipped(row) } as const);
    return [row, failure] as const;
  });
  return { ...answers, rejections: new Map(failures) };
}

function skipped(row: number): ScoringError {
  const text = `Row ${row + 1} was skipped, as the pipeline says of such rows (handleInvalid); bad: 'collect' answers the others.`;
  return new ScoringError('invalid_value', text, { row });
}
