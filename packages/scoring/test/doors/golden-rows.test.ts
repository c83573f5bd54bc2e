import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, load, type Row } from '../../src/index.ts';
import { parseModelJson } from '../../src/model-file/json-table.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/cells');
/** Without ONNX, whose runtime is no part of the library, and without bundles, which answer all their columns: the container chooses. */
const cases = readdirSync(folder).filter((name) => /-\d(-wrapper)?$/.test(name) && !/^(onnx|spark|mleap)/.test(name));
const pipelines = readdirSync(folder).filter((name) => name.startsWith('spark'));

interface Case {
  readonly models: readonly string[];
  readonly inputs: readonly { readonly file: string; readonly expected?: readonly number[] }[];
}

const read = (...path: string[]) => readFileSync(join(folder, ...path));

/** Rows of JSON Lines, with whole numbers beyond 2^53 as bigints. */
function rowsOf(name: string, file: string): Row[] {
  const lines = read(name, file).toString().trim().split('\n');
  return lines.map((line) => parseModelJson(line, { takesTexts: false, readsCells: true }) as Row);
}

const numbersOf = (answers: readonly Answer[]) =>
  answers.flatMap((answer) =>
    Object.values(answer).flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as number[]) : [Number(value)],
    ),
  );

const close = (answer: readonly number[], expected: readonly number[]) => {
  expect(answer).toHaveLength(expected.length);
  answer.forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 6));
};

describe.each(cases)('the models of %s', (name) => {
  const told = JSON.parse(read(name, 'case.json').toString()) as Case;
  const expectedOf = (file: string) => told.inputs.find((input) => input.file === file)?.expected;

  it.each(told.models)('answer rows of objects and of lists as the library does (%s)', async (file) => {
    const model = await load(read(name, file));
    for (const input of ['objects.jsonl', 'lists.jsonl']) {
      const expected = expectedOf(input);
      if (expected === undefined) continue;
      const rows = rowsOf(name, input);
      close(numbersOf(model.predict(rows).toRows()), expected);
      close(numbersOf(rows.map((row) => model.predictOne(row))), expected);
      const [first = {}] = rows;
      if (Array.isArray(first)) continue;
      const columns = Object.fromEntries(
        Object.keys(first).map((column) => [
          column,
          rows.map((row) => (row as Record<string, number>)[column] ?? null),
        ]),
      );
      close(numbersOf(model.predict(columns).toRows()), expected);
    }
  });

  it.each(told.models)('name the nearest column where a name is misspelt, missing or too much (%s)', async (file) => {
    const model = await load(read(name, file));
    const [row] = rowsOf(name, 'objects.jsonl') as [Record<string, never>];
    const { z, ...others } = row;
    const call = (given: object) => () => model.predictOne(given as Row);
    // CatBoost's wrapper finds the columns itself, and passes over further ones as CatBoost does.
    if (model.format === 'sklearn' && !model.inputs.some((input) => input.name === 'z')) {
      expect(call({ ...others, Z: z })).toThrow('The input lacks the column "z"; it has "Z".');
      return;
    }
    expect(call({ ...others, Z: z })).toThrow(
      'Row 1 has the column "Z", which the model does not know; did you mean "z"?',
    );
    expect(call(others)).toThrow('Row 1 lacks the column "z".');
    expect(call({ ...row, more: 1 })).toThrow('Row 1 has the column "more"');
    expect(() => model.predictOne({ ...row, more: 1 }, { strict: false })).not.toThrow();
    const few = Object.values(row).slice(0, 2);
    const width = Object.keys(row).length;
    expect(call(few)).toThrow(`Row 1 has 2 cells; the model was trained on ${width} columns.`);
    expect(call({ ...row, more: undefined })()).toEqual(call(row)());
    expect(call(Object.fromEntries(Object.entries(row).toReversed()))()).toEqual(call(row)());
  });
});

describe.each(pipelines)('the pipeline of %s', (name) => {
  it('answers rows of objects as Spark does, also with longs that no double is', async () => {
    const told = JSON.parse(read(name, 'case.json').toString()) as Case;
    const model = await load(read(name, 'model.tar.gz'));
    const answers = model.predict(rowsOf(name, 'objects.jsonl')).toRows();
    const predictions = answers.map((answer) => (answer as { prediction: number }).prediction);
    close(predictions, told.inputs.find(({ file }) => file === 'objects.jsonl')?.expected as readonly number[]);
  });
});
