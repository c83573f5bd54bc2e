import { readCsvCells } from '../../../scoring/codec/csv-cells.ts';
import { parsePythonFloat } from '../../../scoring/codec/python-float.ts';
import { writeAnswer } from '../../../scoring/model-file/write-answer.ts';
import { chooseMethod } from '../choose-method.ts';
import { openOnlyModel } from '../open-only-model.ts';
import { readModelInput, readText } from '../read-model-input.ts';
import type { Certificate } from './certificate.ts';
import { type AnswerRow, compareAnswers } from './compare-answers.ts';

export interface CertifyFlags {
  readonly input: string;
  readonly expected: string;
  readonly method?: string;
  readonly header?: boolean;
}

/** Doubles of another library's arithmetic, the same to rounding. */
const DEFAULT_TOLERANCE = 1e-12;

/** A model file of any library against a CSV of its answers, in the form that `score` writes. */
export async function certifyModelFile(
  path: string,
  flags: CertifyFlags,
  tolerance = DEFAULT_TOLERANCE,
): Promise<Certificate> {
  const model = await openOnlyModel(path);
  const method = chooseMethod(flags.method, model);
  const input = await readModelInput(flags.input, flags.header === true, model);
  const answers = readRows(writeAnswer(await model.call(method, input)));
  const parity = compareAnswers(answers, readRows(await readText(flags.expected)), tolerance);
  const row = parity.first?.row;
  return {
    model: `${model.describe().lines[0] ?? model.library}, ${method}`,
    tolerance,
    parity,
    ...(row === undefined ? {} : { firstInput: await rowText(flags, row), firstAnswer: answers[row] }),
  };
}

function readRows(text: string): AnswerRow[] {
  return readCsvCells(text).map((record) =>
    Object.fromEntries(record.map((cell, column) => [`column ${column}`, parsePythonFloat(cell.text) ?? cell.text])),
  );
}

/** The line of a row; where quoted cells hold line breaks, a line near it. */
async function rowText(flags: CertifyFlags, row: number): Promise<string> {
  const lines = (await readText(flags.input)).split(/\r?\n/);
  return lines[row + (flags.header === true ? 1 : 0)] ?? '';
}
