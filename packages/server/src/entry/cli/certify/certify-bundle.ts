import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { recognise } from '@catenary/scoring/internal/open';
import type { PipelineModel } from '@catenary/scoring/internal/spark';
import { present } from '@catenary/scoring/internal/values';
import { readColumnTypes } from '../column-types.ts';
import type { ModelFlag } from '../model-flags.ts';
import { openBundle } from '../open-bundle.ts';
import { scoreRowLines, splitLines } from '../score-row-lines.ts';
import type { Certificate } from './certificate.ts';
import { type AnswerRow, compareAnswers } from './compare-answers.ts';

interface RowAnswer {
  readonly output?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly skipped?: boolean;
}

/** Native BLAS and eigen-solvers decide the last digits of some ops. */
const DEFAULT_TOLERANCE = 1e-6;

/** Rows, the answers that they should have, and by how much numbers may differ. */
export interface ExpectedRows {
  readonly input: string;
  readonly expected: string;
  readonly tolerance?: number | undefined;
}

/** An MLeap bundle or a saved Spark pipeline over JSON rows against answers in the form that `score --format rows` writes. */
export async function certifyBundle(
  flag: ModelFlag,
  files: ModelFiles,
  { input, expected, tolerance = DEFAULT_TOLERANCE }: ExpectedRows,
): Promise<Certificate> {
  const lines = splitLines(input);
  const { model, title } = await openRows(flag, files, lines);
  const answers = scoreRowLines(model, lines).map(parse);
  const parity = compareAnswers(answers.map(asRow), splitLines(expected).map(parse).map(asRow), tolerance);
  const row = parity.first?.row;
  return {
    model: title,
    tolerance,
    parity,
    ...present({
      firstInput: row === undefined ? undefined : (lines[row] ?? 'no such row'),
      firstAnswer: row === undefined ? undefined : answers[row],
    }),
  };
}

async function openRows(
  flag: ModelFlag,
  files: ModelFiles,
  lines: readonly string[],
): Promise<{ model: PipelineModel; title: string }> {
  const environment = { ...process.env, ...flag.environment };
  const types = await readColumnTypes(flag.path, files, environment);
  if (recognise(files, ['spark-save']) !== undefined) {
    const { openSavedRows } = await import('../open-saved-rows.ts');
    return {
      model: await openSavedRows(files, lines, { environment, types }),
      title: 'saved Spark pipeline',
    };
  }
  const { model, semantics } = await openBundle(files, environment, types);
  return { model, title: `MLeap bundle, ${semantics} semantics` };
}

const parse = (line: string) => JSON.parse(line) as RowAnswer;

/** That a row fails or is skipped is compared, the words of its error are not. */
function asRow({ output, error, skipped }: RowAnswer): AnswerRow {
  const outcome = skipped === true ? 'skipped' : error === undefined ? 'answered' : 'error';
  return { ...output, '(outcome)': outcome };
}
