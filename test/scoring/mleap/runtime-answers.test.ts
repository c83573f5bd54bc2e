import { describe, expect, it } from 'vitest';
import { isSameAnswer } from './golden-case.ts';
import { answeredErrors, runtimeCases, runtimeOps, scoreRuntimeCase } from './runtime-case.ts';

/** Exponentials of float32 differ in the last place from one build of XGBoost to another. */
const toleranceOf = (op: string) => (op.startsWith('xgboost') ? 2e-7 : 1e-12);

describe.each(runtimeOps())('random bundles of %s', (op) => {
  const cases = runtimeCases(op);

  it("are answered as by MLeap's own runtime", () => {
    for (const golden of cases.filter(({ refused }) => refused === undefined)) {
      const answers = scoreRuntimeCase(golden);
      const wrong = (golden.answers ?? []).flatMap((wanted, row) => {
        if (wanted.error !== undefined && answeredErrors.test(wanted.error)) return [];
        return isSameAnswer(answers[row], wanted, toleranceOf(op), false) ? [] : [{ got: answers[row], wanted }];
      });
      expect(wrong, golden.name).toEqual([]);
      expect(answers).toHaveLength(golden.rows.length);
    }
  });

  it('are refused only for reasons that we get around', () => {
    for (const { name, refused } of cases) if (refused !== undefined) expect(refused, name).toMatch(answeredErrors);
  });
});
