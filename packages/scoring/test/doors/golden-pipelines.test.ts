import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load } from '../../src/doors/load.ts';
import { describeType } from '../../src/frame/data-type.ts';
import type { Model, Row, Value } from '../../src/index.ts';
import {
  type Answer,
  columnType,
  goldenCases,
  toleranceOf as ofBundle,
  deviations as ofBundles,
  type SchemaColumn,
} from '../spark/from-mleap-bundle/golden-case.ts';
import { toleranceOf as ofSave, deviations as ofSaves, savedCases } from '../spark/from-spark-save/saved-case.ts';

const inputOf = (folder: string) => {
  const path = join(folder, 'schema.json');
  if (!existsSync(path)) return undefined;
  const { input } = JSON.parse(readFileSync(path, 'utf8')) as { input: SchemaColumn[] };
  return Object.fromEntries(input.map((column) => [column.name, describeType(columnType(column))]));
};

/** Rows as JSON has them: texts of numbers that JSON cannot hold are numbers. */
function rowsOf(folder: string): Row[] {
  const lines = readFileSync(join(folder, 'input.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => plain(JSON.parse(line)) as Row);
}

function plain(value: unknown): Value {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as Value;
  if ('type' in value && value.type === 'dense' && 'values' in value && !('shape' in value)) return plain(value.values);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === 'type' ? [] : [[key, plain(item)]])),
  );
}

/** A vector with all its positions. */
function spread(value: Value | undefined): unknown {
  if (typeof value !== 'object' || value === null || !('size' in value) || !('indices' in value)) return value;
  const { size, indices, values } = value as { size: number; indices: number[]; values: number[] };
  const dense = Array.from({ length: size }, () => 0);
  indices.forEach((position, at) => (dense[position] = values[at] ?? 0));
  return dense;
}

function isSame(got: unknown, wanted: unknown, tolerance: number): boolean {
  if (Array.isArray(got) && Array.isArray(wanted))
    return (
      got.length === wanted.length &&
      got.every((item, at) => isSame(spread(item as Value), spread(wanted[at] as Value), tolerance))
    );
  const [a, b] = [typeof got === 'boolean' ? Number(got) : got, typeof wanted === 'boolean' ? Number(wanted) : wanted];
  if (typeof a === 'number' && typeof b === 'number') {
    // A column of float32 has the shortest text of its numbers in the file.
    if (Object.is(a, b) || a === b || a === Math.fround(b)) return true;
    return Math.abs(a - b) <= Math.max(tolerance * Math.abs(b), 1e-14);
  }
  if (typeof a === 'bigint' && typeof b === 'number') return Number(a) === b;
  if (typeof a === 'object' && typeof b === 'object') return JSON.stringify(a) === JSON.stringify(b);
  return a === b;
}

interface Check {
  readonly model: Model;
  readonly golden: { readonly folder: string; readonly spark: readonly Answer[] | undefined };
  /** Rows where we answer otherwise on purpose. */
  readonly known: 'all' | readonly number[];
  readonly tolerance: number;
}

/** How many rows are answered as they should be, of those that have an answer; the others are errors of their rows. */
function check({ model, golden, known, tolerance }: Check): { right: number; wrong: unknown[] } {
  const rows = rowsOf(golden.folder);
  const result = model.predict(rows, { bad: 'collect' });
  const failed = new Set(result.errors.map(({ row }) => row));
  const answers = result.toRows();
  const wrong: unknown[] = [];
  let right = 0;
  golden.spark?.forEach(({ output }, row) => {
    if (known === 'all' || known.includes(row)) return;
    if (output === undefined) {
      if (!failed.has(row)) wrong.push({ row, got: answers[row], wanted: 'an error' });
      return;
    }
    const isRight = (answer: Readonly<Record<string, Value>>) =>
      Object.entries(output).every(([name, value]) => isSame(spread(answer[name]), spread(plain(value)), tolerance));
    const alone = failed.has(row) ? undefined : model.predictOne(rows[row] as Row);
    if (alone !== undefined && isRight(answers[row] as never) && isRight(alone)) right++;
    else wrong.push({ row, got: answers[row], wanted: output });
  });
  return { right, wrong };
}

describe.each(savedCases().filter(({ name }) => !name.startsWith('sql-')))(
  'saved by Spark $version, $name',
  (golden) => {
    it('answers through load() as Spark does', async () => {
      const input = inputOf(golden.folder);
      const bytes = readFileSync(join(golden.folder, 'model.tar.gz'));
      const model = await load(bytes, input === undefined ? {} : { input });
      const known = ofSaves[`${golden.version} ${golden.name}`] ?? ofSaves[golden.name] ?? [];
      const { right, wrong } = check({ model, golden, known, tolerance: ofSave(golden.name) });
      expect(right > 0 || known === 'all').toBe(true);
      expect(wrong).toEqual([]);
    });
  },
);

/** A bundle that MLeap cannot have written is refused. */
const bundles = goldenCases(join(import.meta.dirname, '../../../../test/golden/mleap')).filter(
  ({ name }) => name !== 'glm-tweedie-power',
);

describe.each(bundles)('the bundle $name', (golden) => {
  it('answers through load() as Spark does', async () => {
    const input = inputOf(golden.folder);
    const bytes = readFileSync(join(golden.folder, 'bundle.zip'));
    const model = await load(bytes, { semantics: 'spark', ...(input === undefined ? {} : { input }) });
    const known = ofBundles[golden.name]?.only === 'mleap' ? [] : (ofBundles[golden.name]?.rows ?? []);
    const { right, wrong } = check({ model, golden, known, tolerance: ofBundle(golden.name, 'spark') });
    expect(right > 0 || known === 'all').toBe(true);
    expect(wrong).toEqual([]);
  });
});
