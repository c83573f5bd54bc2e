import type { ModelFiles } from '../../../scoring/model-files.ts';
import { openBundle } from '../open-bundle.ts';
import { scoreRowLines, splitLines } from '../score-row-lines.ts';
import { type AnswerRow, compareAnswers } from './compare-answers.ts';
import type { Certificate } from './certificate.ts';

interface RowAnswer {
  readonly output?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly skipped?: boolean;
}

/** Native BLAS and eigen-solvers decide the last digits of some ops. */
const DEFAULT_TOLERANCE = 1e-6;

/** An MLeap bundle over JSON rows against answers in the form that `score --format rows` writes. */
export function certifyBundle(
  files: ModelFiles,
  texts: { readonly input: string; readonly expected: string },
  tolerance = DEFAULT_TOLERANCE,
): Certificate {
  const { scorer, semantics } = openBundle(files, process.env);
  const lines = splitLines(texts.input);
  const answers = scoreRowLines(scorer, lines).map(parse);
  const parity = compareAnswers(answers.map(asRow), splitLines(texts.expected).map(parse).map(asRow), tolerance);
  const row = parity.first?.row;
  return {
    model: `MLeap bundle, ${semantics} semantics`,
    tolerance,
    parity,
    ...(row === undefined ? {} : { firstInput: lines[row] ?? 'no such row', firstAnswer: answers[row] }),
  };
}

const parse = (line: string) => JSON.parse(line) as RowAnswer;

/** That a row fails or is skipped is compared, the words of its error are not. */
function asRow({ output, error, skipped }: RowAnswer): AnswerRow {
  const outcome = skipped === true ? 'skipped' : error === undefined ? 'answered' : 'error';
  return { ...output, '(outcome)': outcome };
}
