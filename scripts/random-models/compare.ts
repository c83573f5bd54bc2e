/**
 * Scores model files as `catenary score` does and compares with the answers of the library beside them: those of the Python
 * scripts in this folder, or of any folder of cases in the same form.
 *
 *     sh scripts/with-node.sh scripts/random-models/compare.ts FOLDER [part of a case's name]
 *
 * A case is a folder: `case.json` (`files`, `header`), `input.csv`, `.libsvm` or `.jsonl`, and `expected-METHOD.csv`. Prints
 * every file and method that differs, or is refused, and ends with 1 if there was one. Texts and whole numbers must be the
 * same; doubles may differ by 1e-12 of their size, or by 1e-15 of the table's largest number.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModelFile } from '../../packages/scoring/src/model-file/open-model-file.ts';
import { readInput } from '../../packages/scoring/src/model-file/read-input.ts';
import { writeAnswer } from '../../packages/scoring/src/model-file/write-answer.ts';
import { type ModelMethod, modelMethods } from '../../packages/scoring/src/scoring-model.ts';
import { parseCsv } from '../../packages/scoring/test/support/parse-csv.ts';

const tolerance = 1e-12;
const rounding = 1e-15;
const [folder = '.', part = ''] = process.argv.slice(2);

interface Case {
  readonly files: readonly string[];
  readonly header?: boolean;
  readonly estimator?: string;
}

const formats = { 'input.csv': 'csv', 'input.libsvm': 'libsvm', 'input.jsonl': 'jsonl' } as const;

/** `expected.csv` is `predict`; others name their method. */
function methodOf(file: string): ModelMethod | undefined {
  if (file === 'expected.csv') return 'predict';
  return modelMethods.find((method) => file === `expected-${method}.csv`);
}

/** The first difference of two tables of CSV, in words; undefined if there is none. */
function difference(got: string, wanted: string): string | undefined {
  const [rows, expected] = [parseCsv(got), parseCsv(wanted)];
  if (rows.length !== expected.length) return `${rows.length} lines instead of ${expected.length}`;
  const sizes = expected.flat().map(Number).filter(Number.isFinite).map(Math.abs);
  const rounds = rounding * sizes.reduce((most, size) => Math.max(most, size), 0);
  for (const [row, line] of rows.entries()) {
    const cells = expected[row] ?? [];
    if (line.length !== cells.length) return `row ${row}: ${line.length} cells instead of ${cells.length}`;
    for (const [column, cell] of line.entries()) {
      if (!isEqual(cell, cells[column] ?? '', rounds)) {
        return `row ${row}, column ${column}: ${cell} instead of ${cells[column]}`;
      }
    }
  }
  return undefined;
}

function isEqual(got: string, wanted: string, rounds: number): boolean {
  if (got === wanted) return true;
  if (got === '' || wanted === '') return false;
  const [number, goal] = [Number(got), Number(wanted)];
  if (!/[.e]/.test(wanted)) return number === goal;
  return Math.abs(number - goal) <= Math.max(tolerance * Math.abs(goal), rounds);
}

/** What is wrong with one file of a case: a line for each method and input. */
function* compareFile(path: string, file: string, told: Case, names: readonly string[]): Generator<string> {
  const model = openModelFile(file, readFileSync(join(path, file)));
  for (const [input, format] of Object.entries(formats)) {
    if (!names.includes(input)) continue;
    const text = readFileSync(join(path, input), 'utf8');
    for (const name of names) {
      const method = methodOf(name);
      if (method === undefined) continue;
      count++;
      try {
        const rows = readInput(text, { format, hasHeader: told.header === true }, model);
        const found = difference(writeAnswer(model.call(method, rows)), readFileSync(join(path, name), 'utf8'));
        if (found !== undefined) yield `${input} ${method}: ${found}`;
      } catch (error) {
        yield `${input} ${method}: ${(error as Error).message}`;
      }
    }
  }
}

let count = 0;
let bad = 0;
for (const name of readdirSync(folder).sort()) {
  const path = join(folder, name);
  if (!name.includes(part) || !existsSync(join(path, 'case.json'))) continue;
  const names = readdirSync(path);
  const told = JSON.parse(readFileSync(join(path, 'case.json'), 'utf8')) as Case;
  for (const file of told.files) {
    let problems: string[];
    try {
      problems = [...compareFile(path, file, told, names)];
    } catch (error) {
      problems = [(error as Error).message];
    }
    bad += problems.length;
    for (const problem of problems) {
      process.stdout.write(`${name}/${file} ${problem}\n    ${(told.estimator ?? '').slice(0, 600)}\n`);
    }
  }
}
process.stdout.write(`${count} answers compared, ${bad} problems\n`);
process.exitCode = bad === 0 ? 0 : 1;
