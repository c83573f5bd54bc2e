import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameNumbers } from '../../packages/scoring/src/model-file/frame-columns.ts';
import { openScoringModel } from '../../packages/scoring/src/model-file/open-scoring-model.ts';
import { readFrame } from '../../packages/scoring/src/model-file/read-frame.ts';
import { ScoringError } from '../../packages/scoring/src/scoring-error.ts';
import { readArchive } from '../../packages/server/src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../packages/server/src/serving/container/in-process/in-process-stage.ts';
import { openOnnx } from '../../packages/server/src/serving/container/onnx/onnx-model.ts';
import { loadSparkmlContainer } from '../../packages/server/src/serving/container/surfaces/sparkml/sparkml-container.ts';
import { parquetLines } from './parquet-lines.ts';

/** Rows in one form, and what the library answers. */
interface CaseInput {
  readonly file: string;
  readonly header: boolean;
  readonly refused?: boolean;
  /** JSON has no NaN: it is a text there, as infinities are. Null for a row that is refused, which is asked alone. */
  readonly expected?: readonly (number | string | null)[];
}

interface Case {
  readonly family: string;
  readonly models: readonly string[];
  readonly inputs: readonly CaseInput[];
}

export interface CaseOutcome {
  readonly family: string;
  /** Rows compared: together, in blocks, and alone. */
  rows: number;
  refusals: number;
  readonly failures: string[];
}

/** Text of rows and how it is read. */
interface Rows {
  readonly lines: readonly string[];
  readonly format: 'csv' | 'jsonl';
  readonly header: string | undefined;
}

/** Sizes that rows are cut into: all at once, blocks of some, and one by one for the first `alone`. */
export interface Cuts {
  readonly block: number;
  readonly alone: number;
}

/** Every model of a case over every form of its rows, against the answers of the library. */
export async function compareCase(folder: string, cuts: Cuts): Promise<CaseOutcome> {
  const golden = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;
  const outcome: CaseOutcome = { family: golden.family, rows: 0, refusals: 0, failures: [] };
  for (const file of golden.models) {
    const answers = await open(file, readFileSync(join(folder, file)));
    for (const input of golden.inputs) {
      const where = `${folder.slice(folder.lastIndexOf('/') + 1)} ${file} ${input.file}`;
      const rows = await readRows(folder, input);
      if (input.refused === true) await expectRefusal(answers, rows, where, outcome);
      else await compareRows(answers, rows, { where, outcome, expected: input.expected ?? [], cuts });
    }
  }
  return outcome;
}

/** What a model answers to some lines of rows. */
type Answers = (rows: Rows, lines: readonly string[]) => Promise<Float64Array>;

async function open(file: string, bytes: Uint8Array): Promise<Answers> {
  if (file.endsWith('.tar.gz')) return openSaved(bytes);
  const model = file.endsWith('.onnx') ? await openOnnx(bytes) : openScoringModel(file, bytes);
  return async ({ format, header }, lines) => {
    const text = `${header === undefined ? '' : `${header}\n`}${lines.join('\n')}\n`;
    const input = readFrame(text, { format, hasHeader: header !== undefined }, model);
    return frameNumbers(await model.call('predict', input));
  };
}

/** A pipeline that Spark saved, as the SparkML container answers with it; a refusal is thrown. */
async function openSaved(bytes: Uint8Array): Promise<Answers> {
  const files = await readArchive(Buffer.from(bytes));
  const container = await loadSparkmlContainer({ files, environment: {}, imageTag: '3.3' });
  const stage = new InProcessStage({ hostname: 'sparkml', image: 'sparkml' }, container);
  return ({ format, header }, lines) => {
    const named = header === undefined ? '' : '; header=present';
    const contentType = format === 'csv' ? `text/csv${named}` : 'application/jsonlines';
    const body = Buffer.from([...(header === undefined ? [] : [header]), ...lines].join('\n'));
    const answer = stage.invoke({ body, contentType });
    if (answer.status !== 200) throw new ScoringError('bad_input', answer.body.toString());
    return Promise.resolve(Float64Array.from(answer.body.toString().split('\n'), Number));
  };
}

async function readRows(folder: string, { file, header }: CaseInput): Promise<Rows> {
  const bytes = readFileSync(join(folder, file));
  if (file.endsWith('.parquet')) return { lines: await parquetLines(bytes), format: 'jsonl', header: undefined };
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  if (file.endsWith('.jsonl')) return { lines, format: 'jsonl', header: undefined };
  return { lines: header ? lines.slice(1) : lines, format: 'csv', header: header ? lines[0] : undefined };
}

async function expectRefusal(answers: Answers, rows: Rows, where: string, outcome: CaseOutcome): Promise<void> {
  try {
    await answers(rows, rows.lines);
    outcome.failures.push(`${where}: answered, where the library refuses`);
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    outcome.refusals++;
  }
}

interface Comparison {
  readonly where: string;
  readonly outcome: CaseOutcome;
  readonly expected: NonNullable<CaseInput['expected']>;
  readonly cuts: Cuts;
}

/** Rows that the library refuses are asked alone, and the others without them. */
async function compareRows(answers: Answers, rows: Rows, comparison: Comparison): Promise<void> {
  const { expected, where, outcome } = comparison;
  const kept = rows.lines.filter((_, row) => expected[row] !== null);
  const refused = rows.lines.filter((_, row) => expected[row] === null);
  for (const line of refused) await expectRefusal(answers, { ...rows, lines: [line] }, `${where}: ${line}`, outcome);
  const answered = expected.filter((value) => value !== null);
  await compareAnswered(answers, { ...rows, lines: kept }, { ...comparison, expected: answered });
}

async function compareAnswered(answers: Answers, rows: Rows, comparison: Comparison): Promise<void> {
  const { lines } = rows;
  const { block, alone } = comparison.cuts;
  await compareBlock(answers, rows, { ...comparison, start: 0, end: lines.length });
  for (let start = 0; start < lines.length && block < lines.length; start += block)
    await compareBlock(answers, rows, { ...comparison, start, end: Math.min(lines.length, start + block) });
  for (let start = 0; start < Math.min(alone, lines.length); start++)
    await compareBlock(answers, rows, { ...comparison, start, end: start + 1 });
}

type Block = Comparison & { readonly start: number; readonly end: number };

async function compareBlock(answers: Answers, rows: Rows, block: Block): Promise<void> {
  const { where, outcome, expected, start, end } = block;
  if (outcome.failures.length >= 40) return;
  try {
    const got = await answers(rows, rows.lines.slice(start, end));
    outcome.rows += got.length;
    const at = got.findIndex((value, row) => !isClose(value, Number(expected[start + row] ?? Number.NaN)));
    if (at >= 0) {
      const row = start + at;
      const from = `row ${row + 1} in a block of ${end - start}: ${rows.lines[row]}`;
      outcome.failures.push(`${where}, ${from}: ${got[at]} instead of ${expected[row]}`);
    }
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    outcome.failures.push(`${where}, rows from ${start + 1}: ${error.message}`);
  }
}

const isClose = (got: number, wanted: number) =>
  Object.is(got, wanted) || Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)) || isFloat32(got, wanted);

/** XGBoost answers in float32, and sums of dart round otherwise. */
const isFloat32 = (got: number, wanted: number) =>
  Math.fround(wanted) === wanted && Math.abs(got - wanted) <= 1e-5 * Math.max(1, Math.abs(wanted));
