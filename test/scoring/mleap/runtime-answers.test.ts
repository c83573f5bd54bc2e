import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeJsonRows, encodeJsonRows } from '../../../src/scoring/codec/json-rows.ts';
import { loadBundle } from '../../../src/scoring/mleap/load-bundle.ts';
import { loadXgboost } from '../../../src/scoring/xgboost/load-xgboost.ts';
import { type Answer, columnType, isSameAnswer, type SchemaColumn } from './golden-case.ts';

interface RuntimeCase {
  readonly name: string;
  readonly bundle: Readonly<Record<string, string | { readonly base64: string }>>;
  readonly input: readonly SchemaColumn[];
  readonly rows: readonly unknown[];
  readonly answers?: readonly Answer[];
  readonly refused?: string;
}

/** Errors that come of what MLeap cannot do, where we answer: nulls, and an unwired operand of math_binary. */
const answered = /null to non-nullable value|MathBinary|None\.get/;

/** Exponentials of float32 differ in the last place from one build of XGBoost to another. */
const toleranceOf = (file: string) => (file.startsWith('xgboost') ? 2e-7 : 1e-12);

const folder = join(import.meta.dirname, '../../golden/mleap-runtime');
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

function score({ bundle, input, rows }: RuntimeCase): Answer[] {
  const bytesOf = (content: string | { readonly base64: string }) =>
    typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64');
  const bytes = new Map(Object.entries(bundle).map(([path, content]) => [path, bytesOf(content)]));
  const fields = input.map((column) => ({ name: column.name, type: columnType(column) }));
  const scorer = loadBundle(bytes, { input: { fields }, loadBooster: loadXgboost });
  return encodeJsonRows(scorer.score(decodeJsonRows(rows, scorer.inputSchema))) as Answer[];
}

describe.each(files)('random bundles: %s', (file) => {
  const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n');
  const cases = lines.map((line) => JSON.parse(line) as RuntimeCase);

  it('answer as the runtime of MLeap 0.20.0 does', () => {
    for (const golden of cases.filter(({ refused }) => refused === undefined)) {
      const answers = score(golden);
      const wrong = (golden.answers ?? []).flatMap((wanted, row) => {
        if (wanted.error !== undefined && answered.test(wanted.error)) return [];
        return isSameAnswer(answers[row], wanted, toleranceOf(file), false) ? [] : [{ got: answers[row], wanted }];
      });
      expect(wrong, golden.name).toEqual([]);
      expect(answers).toHaveLength(golden.rows.length);
    }
  });

  it('are refused only for reasons that we get around', () => {
    for (const { name, refused } of cases) if (refused !== undefined) expect(refused, name).toMatch(answered);
  });
});
