import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Cells, cellList, columnCount, columnOf, type Table } from '../../src/frame/table.ts';
import type { SklearnMethod } from '../../src/sklearn/sklearn-model.ts';
import { parseCsv } from '../support/parse-csv.ts';

export const goldenFolder = resolve(import.meta.dirname, '../../../../test/golden/sklearn');

/** What `case.json` says of a fitted model and its answers. */
export interface GoldenCase {
  readonly name: string;
  readonly files: readonly string[];
  readonly methods: readonly SklearnMethod[];
  readonly input: 'array' | 'list of texts' | { readonly frame: Readonly<Record<string, string>> };
  readonly classes: readonly string[] | null;
}

export function goldenCases(folder = goldenFolder): GoldenCase[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => {
    const told = JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as Omit<GoldenCase, 'name'>;
    return { ...told, name };
  });
}

export function readModelFile(golden: string, file = 'model.joblib'): Uint8Array {
  return readFileSync(join(goldenFolder, golden, file));
}

/** The input rows, typed as the model was fitted on them. */
export function readInput({ name, input }: GoldenCase): Table {
  const rows = parseCsv(readFileSync(join(goldenFolder, name, 'input.csv'), 'utf8'));
  if (input === 'array') return matrixOf(rows);
  if (input === 'list of texts') {
    return { kind: 'mixed', rows: rows.length, cells: [{ kind: 'string', values: rows.map((row) => row[0] ?? '') }] };
  }
  const names = rows.shift() as string[];
  const cells = names.map((column, at): Cells => {
    const texts = rows.map((row) => row[at] as string);
    if (input.frame[column] === 'str')
      return { kind: 'string', values: texts.map((text) => (text === '' ? null : text)) };
    return { kind: 'number', values: Float64Array.from(texts, toNumber) };
  });
  return { kind: 'mixed', rows: rows.length, cells, names };
}

export function readExpected(name: string, method: string): string[][] {
  return parseCsv(readFileSync(join(goldenFolder, name, `expected-${method}.csv`), 'utf8'));
}

/**
 * The cells that differ from the library's by more than `tolerance` of their size, told in words. Next to the largest answer
 * of a table, differences below 1e-15 of it are rounding.
 */
export function differences(answer: Table, expected: readonly string[][], tolerance: number): string[] {
  const found: string[] = [];
  const width = columnCount(answer);
  if (answer.rows !== expected.length || width !== expected[0]?.length) {
    return [`${answer.rows} x ${width} instead of ${expected.length} x ${expected[0]?.length}`];
  }
  const sizes = expected.flat().map(Number).filter(Number.isFinite).map(Math.abs);
  const rounding = 1e-15 * Math.max(...sizes, 0);
  for (let column = 0; column < width; column++) {
    cellList(columnOf(answer, column)).forEach((got, row) => {
      const wanted = (expected[row] as string[])[column] as string;
      if (!isEqual(got, wanted, tolerance, rounding))
        found.push(`row ${row}, column ${column}: ${got} instead of ${wanted}`);
    });
  }
  return found;
}

function isEqual(got: string | number | null, wanted: string, tolerance: number, rounding: number): boolean {
  if (typeof got !== 'number') return got === wanted;
  const number = wanted === 'inf' ? Infinity : wanted === '-inf' ? -Infinity : toNumber(wanted === 'nan' ? '' : wanted);
  if (Number.isNaN(number) || Math.abs(number) === Infinity) return Object.is(got, number);
  return Math.abs(got - number) <= Math.max(tolerance * Math.abs(number), rounding);
}

function toNumber(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

function matrixOf(rows: readonly string[][]): Table {
  const columns = rows[0]?.length ?? 0;
  return { kind: 'matrix', rows: rows.length, columns, values: Float64Array.from(rows.flat(), toNumber) };
}
