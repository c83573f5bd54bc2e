import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadXgboost } from '../../../src/boosters/xgboost/load-xgboost.ts';
import { decodeJsonRows, encodeJsonRows } from '../../../src/formats/json-rows.ts';
import { loadBundle } from '../../../src/spark/from-mleap-bundle/load-bundle.ts';
import { type Answer, columnType, type SchemaColumn } from './golden-case.ts';

/** A random bundle and what MLeap's own runtime made of it; see the README of `test/golden/mleap-runtime`. */
export interface RuntimeCase {
  readonly name: string;
  readonly bundle: Readonly<Record<string, string | { readonly base64: string }>>;
  readonly input: readonly SchemaColumn[];
  readonly rows: readonly unknown[];
  readonly answers?: readonly Answer[];
  readonly refused?: string;
}

/** Errors that come of what MLeap cannot do, where we answer: nulls, and an unwired operand of math_binary. */
export const answeredErrors = /null to non-nullable value|MathBinary|None\.get/;

const folder = join(import.meta.dirname, '../../../../../test/golden/mleap-runtime');

/** Ops that have such cases. */
export function runtimeOps(): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names.map((name) => name.slice(0, -'.jsonl'.length));
}

export function runtimeCases(op: string): RuntimeCase[] {
  return readRuntimeCases(join(folder, `${op}.jsonl`));
}

export function readRuntimeCases(path: string): RuntimeCase[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RuntimeCase);
}

export function scoreRuntimeCase({ bundle, input, rows }: RuntimeCase): Answer[] {
  const bytesOf = (content: string | { readonly base64: string }) =>
    typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64');
  const bytes = new Map(Object.entries(bundle).map(([path, content]) => [path, bytesOf(content)]));
  const fields = input.map((column) => ({ name: column.name, type: columnType(column) }));
  const scorer = loadBundle(bytes, { input: { fields }, loadBooster: loadXgboost });
  return encodeJsonRows(scorer.scoreShared(decodeJsonRows(rows, scorer.inputSchema))) as Answer[];
}
