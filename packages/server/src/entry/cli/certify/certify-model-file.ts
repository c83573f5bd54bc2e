import type { Field, Frame } from '@catenary/scoring/internal/frame';
import { frameColumns, writeFrame } from '@catenary/scoring/internal/models';
import { parsePythonFloat, readCsvCells } from '@catenary/scoring/internal/text';
import { present } from '@catenary/scoring/internal/values';
import { chooseMethod } from '../choose-method.ts';
import { explainInput } from '../explain-input.ts';
import type { CertifyFlags } from '../flags/local-flags.ts';
import { openSingleModel } from '../open-single-model.ts';
import { readModelInput, readText } from '../read-model-input.ts';
import type { Certificate } from './certificate.ts';
import { type AnswerRow, compareAnswers } from './compare-answers.ts';

/** Doubles of another library's arithmetic, the same to rounding. */
const DEFAULT_TOLERANCE = 1e-12;

/** A model file of any library against a CSV of its answers, in the form that `score` writes. */
export async function certifyModelFile(
  path: string,
  flags: CertifyFlags,
  tolerance = DEFAULT_TOLERANCE,
): Promise<Certificate> {
  const model = await openSingleModel(path);
  const method = chooseMethod(flags.method, model);
  const answer = await explainInput(flags.input, async () =>
    model.call(method, await readModelInput({ path: flags.input, hasHeader: flags.header === true }, model)),
  );
  const read = readersOf(answer);
  const answers = readRows(writeFrame(answer), read);
  const parity = compareAnswers(answers, readRows(await readText(flags.expected), read), tolerance);
  const row = parity.first?.row;
  return {
    model: `${model.describe().lines[0] ?? model.library}, ${method}`,
    tolerance,
    parity,
    ...present({
      firstInput: row === undefined ? undefined : await rowText(flags, row),
      firstAnswer: row === undefined ? undefined : answers[row],
    }),
  };
}

/** The value of a cell of an actual or an expected answer, by the type of its column. */
type ReadCell = (text: string, column: number) => unknown;

function readRows(text: string, read: ReadCell): AnswerRow[] {
  return readCsvCells(text).map((record) =>
    Object.fromEntries(record.map((cell, column) => [`column ${column}`, read(cell.text, column)])),
  );
}

/**
 * Both sides have the library's type: a float32 is compared as float32, with however many digits it is written, a label
 * by its text; a boolean is not a number, and a whole number is exact beyond 2^53.
 */
function readersOf(answer: Frame): ReadCell {
  const { numbers = 'float64' } = answer.schema.fields[0] ?? {};
  const readNumber = numberReaders[numbers];
  const isLabel = frameColumns(answer).map(({ kind }) => numbers !== 'integer' && kind === 'string');
  return (text, column) => (isLabel[column] === true ? text : readNumber(text));
}

const numberReaders: Readonly<Record<NonNullable<Field['numbers']>, (text: string) => unknown>> = {
  float64: (text) => parsePythonFloat(text) ?? text,
  bytes: (text) => parsePythonFloat(text) ?? text,
  float32: (text) => {
    const number = parsePythonFloat(text);
    return number === undefined ? text : Math.fround(number);
  },
  integer: (text) => (/^-?\d{16,}$/.test(text) ? text : (parsePythonFloat(text) ?? text)),
  boolean: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : text),
};

/** The line of a row; where quoted cells hold line breaks, a line near it. */
async function rowText(flags: CertifyFlags, row: number): Promise<string> {
  const lines = (await readText(flags.input)).split(/\r?\n/);
  return lines[row + (flags.header === true ? 1 : 0)] ?? '';
}
