import { describe, expect, it } from 'vitest';
import { type Answer, isSameAnswer } from './golden-case.ts';
import { answeredErrors, runtimeCases, runtimeOps, scoreRuntimeCase } from './runtime-case.ts';

/** XGBoost holds the shares of features in float32: they are compared with the largest of their row. */
function takeContributions(answers: readonly Answer[]): number[][] {
  return answers.map(({ output }) => {
    const { contributions = [] } = (output ?? {}) as { contributions?: number[] };
    delete output?.['contributions'];
    return contributions;
  });
}

/** Exponentials of float32 differ in the last place from one build of XGBoost to another. */
const toleranceOf = (op: string) => (op.startsWith('xgboost') ? 2e-7 : 1e-12);

describe.each(runtimeOps())('random bundles of %s', (op) => {
  const cases = runtimeCases(op);

  it("are answered as by MLeap's own runtime", () => {
    for (const golden of cases.filter(({ refused }) => refused === undefined)) {
      const answers = scoreRuntimeCase(golden);
      const contributions = takeContributions(answers);
      takeContributions(golden.answers ?? []).forEach((wanted, row) => {
        const largest = Math.max(...wanted.map(Math.abs));
        const scaled = (shares: readonly number[] = []) => shares.map((share) => share / largest);
        expect(scaled(contributions[row])).toEqual(scaled(wanted).map((share) => expect.closeTo(share, 5) as number));
      });
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
