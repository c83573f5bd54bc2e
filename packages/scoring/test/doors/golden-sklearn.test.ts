import { describe, expect, it } from 'vitest';
import { loadSklearn } from '../../src/doors/load-sklearn.ts';
import { cellList, columnOf, type Table } from '../../src/frame/table.ts';
import type { Cell, Columns, Model, Result, Row, Rows, Value } from '../../src/index.ts';
import { goldenCases, readExpected, readInput, readModelFile } from '../sklearn/golden-cases.ts';

/** As in the test of the estimators themselves. */
const tolerance = (name: string) => (/^(neighbors-cosine|gaussian-process-classifier)/.test(name) ? 1e-10 : 1e-12);

/** The rows of a case as a user has them: a block of numbers, texts, or columns by name. */
function rowsOf(table: Table, model: Model): { all: Rows; each: Row[] } {
  if (table.kind === 'matrix') {
    const { rows, columns, values } = table;
    const each = Array.from({ length: rows }, (_none, row) =>
      Array.from(values.subarray(row * columns, (row + 1) * columns), (cell) => (Number.isNaN(cell) ? null : cell)),
    );
    return { all: { values, columns }, each };
  }
  const lists = table.cells.map((_cells, at) =>
    cellList(columnOf(table, at)).map((cell): Cell => (Number.isNaN(cell) ? null : cell)),
  );
  // Files of scikit-learn before 1.0 have no names: their columns are given in their order.
  const isNamed = model.inputs.length === 0 || model.inputs.some(({ name }) => table.names?.includes(name));
  const names = isNamed ? table.names : undefined;
  const each = Array.from({ length: table.rows }, (_none, row): Row => {
    const cells = lists.map((list) => list[row] ?? null);
    return names === undefined ? cells : Object.fromEntries(cells.map((cell, at) => [names[at] ?? '', cell]));
  });
  const all =
    names === undefined ? each : (Object.fromEntries(lists.map((list, at) => [names[at] ?? '', list])) as Columns);
  return { all, each };
}

/** An answer as a list of cells a row. */
function cellsOf(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value as Value[];
  return typeof value === 'object' && value !== null ? Object.values(value as object) : [value ?? null];
}

const answersOf = (result: Result) => result.toRows().map((answer) => cellsOf(Object.values(answer)[0]));

/** What is not as the library has it. */
function wrongCells(answers: readonly Value[][], expected: readonly string[][], within: number): string[] {
  const sizes = expected.flat().map(Number).filter(Number.isFinite).map(Math.abs);
  const rounding = 1e-15 * Math.max(...sizes, 0);
  const found = answers.length === expected.length ? [] : [`${answers.length} rows, not ${expected.length}`];
  expected.forEach((wanted, row) => {
    wanted.forEach((text, column) => {
      const got = answers[row]?.[column];
      if (!isEqual(got, text, Math.max(within * Math.abs(Number(text)), rounding)))
        found.push(`row ${row}, column ${column}: ${String(got)}, not ${text}`);
    });
    if (answers[row]?.length !== wanted.length) found.push(`row ${row}: ${answers[row]?.length} cells`);
  });
  return found;
}

function isEqual(got: Value | undefined, text: string, within: number): boolean {
  if (typeof got === 'boolean') return text === (got ? 'True' : 'False') || Number(text) === Number(got);
  if (typeof got === 'bigint') return text === String(got);
  if (typeof got !== 'number') return (got ?? '') === text;
  const number =
    text === 'inf' ? Infinity : text === '-inf' ? -Infinity : text === 'nan' || text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) return Object.is(got, number);
  return Math.abs(got - number) <= within;
}

describe.each(goldenCases())('loadSklearn() of $name', (golden) => {
  it.each(golden.files)('answers as scikit-learn does (%s)', (file) => {
    const model: Model = loadSklearn(readModelFile(golden.name, file));
    const { all, each } = rowsOf(readInput(golden), model);
    for (const method of golden.methods) {
      const expected = readExpected(golden.name, method);
      const found = wrongCells(answersOf(model.predict(all, { method })), expected, tolerance(golden.name));
      expect({ method, found }).toEqual({ method, found: [] });
      // Of one model the answers depend on all rows.
      if (golden.name.startsWith('nmf-')) continue;
      const alone = each.slice(0, 8).map((row) => cellsOf(Object.values(model.predictOne(row, { method }))[0]));
      expect({ method, found: wrongCells(alone, expected.slice(0, 8), tolerance(golden.name)) }).toEqual({
        method,
        found: [],
      });
    }
  });
});
