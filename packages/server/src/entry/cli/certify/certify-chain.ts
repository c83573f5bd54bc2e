import { extname } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import { parsePythonFloat, readCsvCells } from '@catenary/scoring/internal/text';
import { present } from '@catenary/scoring/internal/values';
import type { ServerOptions } from '../../options/server-options.ts';
import { askLocalChain } from '../ask-local-chain.ts';
import { CommandError } from '../command.ts';
import { contentTypes } from '../content-types.ts';
import type { CertifyFlags } from '../flags/local-flags.ts';
import type { ModelFlag } from '../model-flags.ts';
import { readInput } from '../read-input.ts';
import { readText } from '../read-model-input.ts';
import { splitLines } from '../score-row-lines.ts';
import type { Certificate } from './certificate.ts';
import { type AnswerRow, compareAnswers } from './compare-answers.ts';

/** Containers add and round in orders of their own. */
const defaultTolerance = 1e-6;

/** Containers as a server runs them against a file of their answers: CSV, or JSON Lines by its name. */
export async function certifyChain(
  models: readonly ModelFlag[],
  { input, expected, tolerance = defaultTolerance }: Pick<CertifyFlags, 'input' | 'expected' | 'tolerance'>,
  options: ServerOptions,
): Promise<Certificate> {
  const isJson = extname(expected) === '.jsonl';
  const read = isJson ? readJsonRows : readCsvRows;
  const contentType = own(contentTypes, extname(input));
  const accept = isJson ? 'application/jsonlines' : 'text/csv';
  const request = { body: await readInput(input), accept, ...present({ contentType }) };
  const answer = await askLocalChain(models, options, request);
  const answers = read(answer.body.toString(), 'the answer');
  const parity = compareAnswers(answers, read(await readText(expected), expected), tolerance);
  const row = parity.first?.row;
  return {
    model: `${models.length === 1 ? 'container' : `chain of ${models.length} containers`} of ${models.map(({ path }) => path).join(', ')}`,
    tolerance,
    parity,
    ...present({ firstAnswer: row === undefined ? undefined : answers[row] }),
  };
}

function readCsvRows(text: string): AnswerRow[] {
  return readCsvCells(text).map((record) =>
    Object.fromEntries(record.map((cell, column) => [`column ${column}`, parsePythonFloat(cell.text) ?? cell.text])),
  );
}

function readJsonRows(text: string, path: string): AnswerRow[] {
  return splitLines(text).map((line, at) => {
    try {
      return { answer: JSON.parse(line) as unknown };
    } catch {
      throw new CommandError(
        `${path}: line ${at + 1} is not JSON; answers are compared as CSV, or as JSON Lines (.jsonl).`,
      );
    }
  });
}
