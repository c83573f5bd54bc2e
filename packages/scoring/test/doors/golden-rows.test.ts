import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Cell, loadCatboost, type ModelMethod, openModelFile, type Row, type Table } from '../../src/index.ts';
import { parseModelJson } from '../../src/model-file/json-table.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/cells');
/** Without ONNX: its runtime is no part of the library. */
const cases = readdirSync(folder).filter((name) => /-\d$/.test(name) && !name.startsWith('onnx'));

interface Case {
  readonly models: readonly string[];
  readonly method?: ModelMethod;
  readonly inputs: readonly { readonly file: string; readonly expected?: readonly number[] }[];
}

const read = (...path: string[]) => readFileSync(join(folder, ...path));

/** Rows of JSON Lines, with whole numbers beyond 2^53 as bigints. */
function rowsOf(name: string, file: string): Row[] {
  const lines = read(name, file).toString().trim().split('\n');
  return lines.map((line) => parseModelJson(line, { takesTexts: false, readsCells: true }) as Row);
}

function numbersOf(table: Table): number[] {
  if (table.kind === 'matrix') return Array.from(table.values);
  return table.cells.flatMap(({ values }) => Array.from<number | string | null>(values).map(Number));
}

const close = (answer: readonly number[], expected: readonly number[]) => {
  expect(answer).toHaveLength(expected.length);
  answer.forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 6));
};

describe.each(cases)('the models of %s', (name) => {
  const told = JSON.parse(read(name, 'case.json').toString()) as Case;
  const expectedOf = (file: string) => told.inputs.find((input) => input.file === file)?.expected;

  it.each(told.models)('answer rows of objects and of lists as the library does (%s)', (file) => {
    const model = openModelFile(file, read(name, file));
    for (const input of ['objects.jsonl', 'lists.jsonl']) {
      const expected = expectedOf(input);
      if (expected !== undefined) close(numbersOf(model.call('predict', rowsOf(name, input)).table), expected);
    }
  });

  it.each(told.models)('name the nearest column where a name is misspelt, missing or too much (%s)', (file) => {
    const model = openModelFile(file, read(name, file));
    const [row] = rowsOf(name, 'objects.jsonl') as [Record<string, never>];
    const { z, ...others } = row;
    const call = (given: object) => () => model.call('predict', [given as Row]);
    // CatBoost's wrapper finds the columns itself, and passes over further ones as CatBoost does.
    if (model.columnNames === undefined && model.library === 'scikit-learn') {
      expect(call({ ...others, Z: z })).toThrow('The input lacks the column "z"; it has "Z".');
      return;
    }
    expect(model.columnNames).toContain('z');
    expect(call({ ...others, Z: z })).toThrow(
      'Row 1 has the column "Z", which the model does not know; did you mean "z"?',
    );
    expect(call(others)).toThrow('Row 1 lacks the column "z".');
    expect(call({ ...row, more: 1 })).toThrow('Row 1 has the column "more"');
    const few = Object.values(row).slice(0, 2);
    const width = Object.keys(row).length;
    expect(call(few)).toThrow(`The rows have 2 columns; the model was trained on ${width}.`);
    expect(call({ ...row, more: undefined })).toThrow(expect.objectContaining({ name: 'ScoringError' }));
    expect(call(Object.fromEntries(Object.entries(row).toReversed()))()).toEqual(call(row)());
  });
});

describe('loadCatboost()', () => {
  it.each(cases.filter((name) => name.startsWith('catboost')))('takes texts by name, in any order (%s)', (name) => {
    const told = JSON.parse(read(name, 'case.json').toString()) as Case;
    const expected = told.inputs.find(({ file }) => file === 'objects.jsonl')?.expected as readonly number[];
    const model = loadCatboost(read(name, 'model.cbm'));
    const rows = rowsOf(name, 'objects.jsonl');
    expect(model.categoricalColumns.length).toBeGreaterThan(0);
    close(Array.from(model.predict(rows)), expected);
    close(Array.from(model.predict(rows.map((row) => Object.fromEntries(Object.entries(row).toReversed())))), expected);
    const more = rows.map((row): Row => ({ ...(row as Record<string, Cell>), more: 'y' }));
    expect(() => model.predict(more)).toThrow('which the model does not know');
    close(Array.from(model.predict(more, { strict: false })), expected);
  });
});
