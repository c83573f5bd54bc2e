import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import type { ContainerAnswer } from '../../../../../src/serving/container/payload.ts';
import { loadSparkmlContainer } from '../../../../../src/serving/container/surfaces/sparkml/sparkml-container.ts';

const root = join(import.meta.dirname, '../../../../../../../test/golden/reports/spark');

interface Column {
  readonly name: string;
  readonly type: string;
  readonly struct: string;
}

interface Asked {
  readonly row: string;
  /** Undefined where Spark fails or drops the row. */
  readonly answer: unknown;
}

function readCase(name: string) {
  const text = (file: string) => readFileSync(join(root, name, file), 'utf8').trim();
  const schema = JSON.parse(text('schema.json')) as { readonly input: readonly Column[]; readonly output: Column };
  const outputs = text('expected.jsonl')
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly output?: Record<string, unknown> });
  const rows = text('input.jsonl').split('\n');
  const asked = rows.map((row, at): Asked => ({ row, answer: outputs[at]?.output?.[schema.output.name] }));
  return { schema, asked, archive: readFileSync(join(root, name, 'model.tar.gz')) };
}

async function open(archive: Buffer, schema: unknown) {
  const environment = { SAGEMAKER_SPARKML_SCHEMA: JSON.stringify(schema) };
  const container = await loadSparkmlContainer({ files: await readArchive(archive), environment, imageTag: '3.3' });
  return new InProcessStage({ hostname: 'sparkml', image: 'sparkml' }, container);
}

/** A vector of the golden file as the list that it is in JSON. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value)) return value;
  const { type, size, indices, values } = value as { type: string; size: number; indices: number[]; values: unknown[] };
  if (type !== 'sparse') return values;
  return Array.from({ length: size }, (_, at) => (indices.includes(at) ? values[indices.indexOf(at)] : 0));
}

/** Numbers within what BLAS may leave, everything else as it is. */
function closely(value: unknown): unknown {
  if (typeof value === 'number' && value !== 0) return expect.closeTo(value, 6) as number;
  return Array.isArray(value) ? value.map(closely) : value;
}

function answersOf(answer: ContainerAnswer, output: string): unknown[] {
  expect({ status: answer.status, text: answer.status === 200 ? '' : answer.body.toString() }).toEqual({
    status: 200,
    text: '',
  });
  const { predictions } = JSON.parse(answer.body.toString()) as { predictions: Record<string, unknown>[] };
  return predictions.map((prediction) => prediction[output]).map((value) => (value === 'null' ? null : value));
}

/** The row as CSV, if CSV can say it: it has neither nulls nor vectors. */
function csvOf(row: string, { input }: { readonly input: readonly Column[] }): string | undefined {
  // Numbers keep their digits.
  const cells = JSON.parse(row, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? context?.source : value,
  ) as Record<string, unknown>;
  const texts = input.map(({ name }) => cells[name]);
  if (texts.some((cell) => cell === null || typeof cell === 'object')) return undefined;
  return texts.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
}

const accept = 'application/json';
/** A row by name, with its vectors as lists. */
const byName = (row: string) =>
  row.replaceAll(/\{"type":[^}]*\}/g, (vector) => JSON.stringify(plain(JSON.parse(vector))));

const cases = readdirSync(root).map((name) => ({ name, ...readCase(name) }));

const withCsv = cases.flatMap((one) => {
  const rows = one.asked.flatMap(({ row, answer }) => {
    const line = answer === undefined ? undefined : csvOf(row, one.schema);
    return line === undefined ? [] : [{ line, answer }];
  });
  return rows.length === 0 ? [] : [{ ...one, rows }];
});

describe('pipelines after public reports, in the SparkML container', () => {
  it.each(cases)('$name: JSON by name, all rows together and each alone', async ({ schema, asked, archive }) => {
    const stage = await open(archive, schema);
    const ask = (body: string) =>
      stage.invoke({ body: Buffer.from(body), contentType: 'application/jsonlines', accept });
    const answered = asked.filter(({ answer }) => answer !== undefined);
    const wanted = answered.map(({ answer }) => closely(plain(answer)));
    const rows = answered.map(({ row }) => byName(row));
    expect(answersOf(ask(rows.join('\n')), schema.output.name)).toEqual(wanted);
    expect(rows.flatMap((row) => answersOf(ask(row), schema.output.name))).toEqual(wanted);
    for (const { row, answer } of asked) if (answer === undefined) expect(ask(byName(row)).status).toBe(400);
  });

  it.each(withCsv)('$name: rows of CSV, together and each alone', async ({ schema, rows, archive }) => {
    const stage = await open(archive, schema);
    const contentType = 'text/csv; charset=utf-8';
    const ask = (body: string) => stage.invoke({ body: Buffer.from(body), contentType, accept });
    const wanted = rows.map(({ answer }) => closely(plain(answer)));
    expect(answersOf(ask(rows.map(({ line }) => `${line}\r\n`).join('')), schema.output.name)).toEqual(wanted);
    expect(rows.flatMap(({ line }) => answersOf(ask(line), schema.output.name))).toEqual(wanted);
  });
});
