import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parquetLines } from '../../../../scripts/random-cells/parquet-lines.ts';
import { InProcessStage } from '../../../server/src/serving/container/in-process/in-process-stage.ts';
import type { ContainerAnswer } from '../../../server/src/serving/container/payload.ts';
import {
  loadJumpstartCatboostContainer,
  loadJumpstartLightgbmContainer,
} from '../../../server/src/serving/container/surfaces/jumpstart/jumpstart-container.ts';
import type { LoadNativeContainer } from '../../../server/src/serving/container/surfaces/native-container.ts';
import { loadSklearnContainer } from '../../../server/src/serving/container/surfaces/sklearn/sklearn-container.ts';
import { loadXgboostContainer } from '../../../server/src/serving/container/surfaces/xgboost/xgboost-container.ts';
import type { ModelFile } from '../../src/model-file/model-file.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { type InputFormat, readInput } from '../../src/model-file/read-input.ts';
import { writeAnswer } from '../../src/model-file/write-answer.ts';
import { ScoringError } from '../../src/scoring-error.ts';
import type { ModelMethod } from '../../src/scoring-model.ts';
import { parseCsv } from '../support/parse-csv.ts';

/** Rows as they are sent, and what the library answers, as text. */
interface ReportInput {
  readonly file: string;
  readonly header?: boolean;
  readonly method?: ModelMethod;
  /** The models that are asked; all of the case without it. */
  readonly models?: readonly string[];
  readonly expected?: readonly (readonly string[])[];
  readonly refused?: boolean;
  /** False where the container reads the text in a way of its own. */
  readonly served?: boolean;
}

interface Report {
  readonly container: 'xgboost' | 'sklearn' | 'lightgbm' | 'catboost' | null;
  readonly models: readonly string[];
  readonly inputs: readonly ReportInput[];
}

const folder = resolve(import.meta.dirname, '../../../../test/golden');
/** Cases after public reports, and those at the edges of what libraries take. */
const reports = ['reports', 'edges'].flatMap((kind) =>
  readdirSync(join(folder, kind))
    .map((name) => join(kind, name))
    .filter((name) => existsSync(join(folder, name, 'case.json')))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as Report] as const),
);

const containers: Readonly<Record<NonNullable<Report['container']>, LoadNativeContainer>> = {
  xgboost: loadXgboostContainer,
  sklearn: loadSklearnContainer,
  lightgbm: loadJumpstartLightgbmContainer,
  catboost: loadJumpstartCatboostContainer,
};

/** What a container looks for, where it goes by the name. */
const names: Readonly<Record<string, string>> = { xgboost: 'xgboost-model', lightgbm: 'model.pkl' };

const formats: Readonly<Record<string, InputFormat>> = {
  csv: 'csv',
  jsonl: 'jsonl',
  libsvm: 'libsvm',
  parquet: 'jsonl',
};
const endingOf = (file: string) => file.slice(file.lastIndexOf('.') + 1);
const isNumber = (text: string) => text !== '' && !Number.isNaN(Number(text));

/** Labels are the same text; numbers may differ in the last places, of float32 at most. */
function expectRows(actual: readonly (readonly string[])[], expected: readonly (readonly string[])[]): void {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  for (const [at, row] of expected.entries()) {
    const given = actual[at] ?? [];
    const isNear = row.map((cell, column) => near(given[column] ?? '', cell));
    if (isNear.includes(false)) expect({ row: at, cells: given }).toEqual({ row: at, cells: row });
  }
}

function near(actual: string, expected: string): boolean {
  if (!isNumber(expected) || !/[.e]/.test(expected)) return actual === expected;
  const [ours, theirs] = [Number(actual), Number(expected)];
  return isNumber(actual) && Math.abs(ours - theirs) <= 4e-7 * Math.max(Math.abs(theirs), 1e-3);
}

function scored(model: ModelFile, text: string, { file, header, method }: ReportInput): string[][] {
  const format = formats[endingOf(file)] as InputFormat;
  const rows = readInput(text, { format, hasHeader: header === true }, model);
  return parseCsv(writeAnswer(model.call(method ?? (model.methods[0] as ModelMethod), rows)));
}

/** Parquet is handed on as by transform jobs, an object a line. */
async function textOf(path: string): Promise<string> {
  const bytes = readFileSync(path);
  return path.endsWith('.parquet') ? `${(await parquetLines(bytes)).join('\n')}\n` : bytes.toString('utf8');
}

/** Each line of a text of rows without line breaks in cells, with its header if it has one. */
function rowsAlone(text: string, header: boolean): string[] {
  const [first, ...others] = text.trimEnd().split('\n') as [string, ...string[]];
  return header ? others.map((row) => `${first}\n${row}\n`) : [first, ...others].map((row) => `${row}\n`);
}

async function asked(kind: NonNullable<Report['container']>, path: string, input: ReportInput) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const files = new Map([[names[kind] ?? name, readFileSync(path)]]);
  const load = containers[kind];
  const stage = new InProcessStage(
    { hostname: 'c', image: 'image' },
    await load({ files, environment: {}, imageTag: '3.2-0' }),
  );
  const text = readFileSync(join(path, '..', input.file), 'utf8');
  const accept = kind === 'xgboost' || kind === 'sklearn' ? 'text/csv' : 'application/json';
  const ending = endingOf(input.file);
  if (ending !== 'jsonl')
    return stage.invoke({
      body: Buffer.from(text),
      contentType: ending === 'csv' ? `text/csv${input.header === true ? '; header=present' : ''}` : 'text/libsvm',
      accept,
    });
  const body = `[${text.trimEnd().split('\n').join(',')}]`;
  return stage.invoke({ body: Buffer.from(body), contentType: 'application/json', accept });
}

/** The rows of a container's answer; JumpStart's regression is one list of numbers in an object. */
function rowsOf({ body, contentType }: ContainerAnswer): string[][] {
  if (contentType !== 'application/json') return parseCsv(body.toString());
  const { prediction } = JSON.parse(body.toString()) as { prediction: number[] };
  return prediction.map((value) => [`${value}`]);
}

/** Whether a container takes such rows: JSON Lines of objects are not for all. */
function isServed(kind: NonNullable<Report['container']>, { file, method, served }: ReportInput): boolean {
  if (method !== undefined || served === false) return false;
  const ending = endingOf(file);
  return ending === 'csv' || (ending === 'jsonl' && kind === 'sklearn') || (ending === 'libsvm' && kind === 'xgboost');
}

const inputs = reports.flatMap(([name, report]) =>
  report.inputs.flatMap((input) =>
    (input.models ?? report.models).map((model) => ({ name, model, input, kind: report.container })),
  ),
);

describe('models after public reports, and at the edges', () => {
  it.each(inputs)('$name: $model over $input.file', async ({ name, model: file, input }) => {
    const text = await textOf(join(folder, name, input.file));
    const model = openModelFile(file, readFileSync(join(folder, name, file)));
    if (input.expected === undefined) {
      expect(() => scored(model, text, input)).toThrow(ScoringError);
      return;
    }
    const all = scored(model, text, input);
    expectRows(all, input.expected);
    if (input.expected.length !== rowsAlone(text, input.header === true).length) return;
    expect(rowsAlone(text, input.header === true).flatMap((row) => scored(model, row, input))).toEqual(all);
  });

  const served = inputs.flatMap(({ kind, ...one }) =>
    kind !== null && isServed(kind, one.input) ? [{ kind, ...one }] : [],
  );

  it.each(served)('$name: $model over $input.file, in the $kind container', async ({ name, model, input, kind }) => {
    const answer = await asked(kind, join(folder, name, model), input);
    if (input.expected === undefined) expect(answer.status === 400 || answer.status === 415).toBe(true);
    else {
      expect({ status: answer.status, body: answer.status === 200 ? '' : answer.body.toString() }).toEqual({
        status: 200,
        body: '',
      });
      expectRows(rowsOf(answer), input.expected);
    }
  });
});
