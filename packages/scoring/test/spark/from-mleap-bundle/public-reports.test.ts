import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSameAnswer } from './golden-case.ts';
import { readRuntimeCases, scoreRuntimeCase } from './runtime-case.ts';

const cases = readRuntimeCases(resolve(import.meta.dirname, '../../../../../test/golden/reports/mleap/reports.jsonl'));

describe('bundles after public reports', () => {
  it.each(cases)("$name answers as MLeap's own runtime does", (golden) => {
    const answers = scoreRuntimeCase(golden);
    const wrong = (golden.answers ?? []).flatMap((wanted, row) =>
      isSameAnswer(answers[row], wanted, 1e-12, false) ? [] : [{ got: answers[row], wanted }],
    );
    expect(wrong).toEqual([]);
    expect(answers).toHaveLength(golden.rows.length);
  });
});
