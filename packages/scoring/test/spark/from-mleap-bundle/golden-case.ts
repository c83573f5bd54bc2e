import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArchive } from '../../../../server/src/platform/artifact/read-archive.ts';
import { decodeJsonRows, encodeJsonRows, parseJsonRow } from '../../../src/formats/json-rows.ts';
import type { BasicType, DataType } from '../../../src/frame/data-type.ts';
import { loadBundle } from '../../../src/spark/from-mleap-bundle/load-bundle.ts';
import type { Semantics } from '../../../src/spark/semantics.ts';

export type Answer = { row: number; output?: Record<string, unknown>; error?: string; skipped?: boolean };

export interface GoldenCase {
  readonly name: string;
  readonly folder: string;
  readonly rows: readonly unknown[];
  readonly spark: readonly Answer[] | undefined;
  readonly mleap: readonly Answer[] | undefined;
}

/** The cases of a folder that have rows to score. */
export function goldenCases(folder: string): GoldenCase[] {
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  const names = entries.filter((name) => existsSync(join(folder, name, 'input.jsonl')));
  return names.map((name) => {
    const lines = (file: string) => {
      const path = join(folder, name, file);
      return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : undefined;
    };
    return {
      name,
      folder: join(folder, name),
      rows: (lines('input.jsonl') ?? []).map(parseJsonRow),
      spark: lines('expected.jsonl')?.map((line) => JSON.parse(line) as Answer),
      mleap: lines('expected-mleap.jsonl')?.map((line) => JSON.parse(line) as Answer),
    };
  });
}

export async function scoreCase(golden: GoldenCase, file: string, semantics: Semantics): Promise<Answer[]> {
  const files = await readArchive(readFileSync(join(golden.folder, file)));
  const schemaPath = join(golden.folder, 'schema.json');
  const schema = existsSync(schemaPath)
    ? (JSON.parse(readFileSync(schemaPath, 'utf8')) as { input: SchemaColumn[] })
    : undefined;
  const fields = schema?.input.map((column) => ({ name: column.name, type: columnType(column) }));
  const scorer = loadBundle(files, { semantics, ...(fields === undefined ? {} : { input: { fields } }) });
  return encodeJsonRows(scorer.scoreShared(decodeJsonRows(golden.rows, scorer.inputSchema))) as Answer[];
}

export interface SchemaColumn {
  readonly name: string;
  readonly type: BasicType;
  readonly struct?: string;
}

/** The type that a column of `schema.json` names. */
export function columnType({ type, struct }: SchemaColumn): DataType {
  if (struct === 'vector') return { base: 'double', shape: 'tensor', nullable: true };
  if (struct === 'array') return { base: type, shape: 'list', nullable: true };
  if (struct === 'map') return { base: type, shape: 'map', nullable: true, key: 'string' };
  return { base: type, shape: 'scalar', nullable: true };
}

/** Whether an answer is the wanted one, within a relative tolerance (and an absolute one of 1e-14 for sums that cancel). */
export function isSameAnswer(got: Answer | undefined, wanted: Answer, tolerance: number, withKinds: boolean): boolean {
  if (got === undefined) return false;
  if (wanted.skipped === true) return got.skipped === true;
  if (wanted.error !== undefined) return got.error !== undefined;
  return Object.entries(wanted.output ?? {}).every(([name, value]) => {
    const mine = got.output?.[name];
    return isSameValue(mine, value, tolerance) && (!withKinds || kindOf(mine) === kindOf(value));
  });
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

function isSameValue(a: unknown, b: unknown, tolerance: number): boolean {
  const [mine, wanted] = [plain(a), plain(b)];
  if (Array.isArray(mine) && Array.isArray(wanted)) {
    return mine.length === wanted.length && mine.every((item, at) => isSameValue(item, wanted[at], tolerance));
  }
  if (typeof mine === 'number' && typeof wanted === 'number') {
    if (Object.is(mine, wanted) || mine === wanted) return true;
    return Math.abs(mine - wanted) <= Math.max(tolerance * Math.abs(wanted), 1e-14);
  }
  return mine === wanted;
}

function plain(value: unknown): unknown {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'object' || value === null || !('type' in value)) return value;
  const vector = value as { type: string; size: number; indices: number[]; values: unknown[] };
  if (vector.type !== 'sparse') return vector.values;
  const dense = Array.from({ length: vector.size }, (): unknown => 0);
  vector.indices.forEach((position, at) => {
    dense[position] = vector.values[at];
  });
  return dense;
}

/** Rows where we answer otherwise on purpose; each stands in docs/mleap-differences.md with its reason. */
export const deviations: Readonly<
  Record<string, { readonly only?: Semantics; readonly rows: 'all' | readonly number[] }>
> = {
  'als-drop': { only: 'spark', rows: [3, 4, 5] },
  'decision-tree-regressor-categorical': { only: 'spark', rows: 'all' },
  'one-vs-rest-extension': { only: 'spark', rows: 'all' },
  'one-vs-rest-tree': { only: 'mleap', rows: [0, 8, 10, 11, 15, 17, 18] },
  'vector-assembler-keep': { only: 'spark', rows: [5, 7] },
  'vector-assembler-skip': { only: 'spark', rows: [5, 7] },
};

/** Ops whose arithmetic goes through BLAS or an eigensolver in the JVM, and LDA, which starts at random in Spark. */
export function toleranceOf(name: string, semantics: Semantics): number {
  if (name.startsWith('lda') && semantics === 'spark') return 1e-3;
  return /logistic|gauss|pca|glm|gbt|word-to|dct|multilayer|one-vs-rest/.test(name) ? 1e-6 : 1e-12;
}
