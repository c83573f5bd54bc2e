import { describe, expect, it } from 'vitest';
import { type Answer, isSameAnswer } from '../from-mleap-bundle/golden-case.ts';
import { deviations, type SavedCase, savedCases, scoreSavedCase, toleranceOf } from './saved-case.ts';

/** The items that frequent patterns predict come in the order of a shuffle. */
function inOrder({ name }: SavedCase): (answer: Answer) => Answer {
  if (!name.startsWith('fp-growth')) return (answer) => answer;
  const sorted = (value: unknown) => (Array.isArray(value) ? value.map(String).sort() : value);
  return (answer) =>
    answer.output === undefined
      ? answer
      : {
          ...answer,
          output: Object.fromEntries(Object.entries(answer.output).map(([key, value]) => [key, sorted(value)])),
        };
}

describe.each(savedCases().map((golden) => ({ golden, name: `${golden.version} ${golden.name}` })))(
  'saved by Spark $name',
  ({ golden }: { golden: SavedCase }) => {
    it('answers as Spark does', async () => {
      const answers = (await scoreSavedCase(golden)).map(inOrder(golden));
      const known = deviations[`${golden.version} ${golden.name}`] ?? deviations[golden.name] ?? [];
      const wrong = (golden.spark ?? []).map(inOrder(golden)).flatMap((wanted: Answer, row) => {
        if (known === 'all' || known.includes(row)) return [];
        const isRight = isSameAnswer(answers[row], wanted, toleranceOf(golden.name), true);
        return isRight ? [] : [{ got: answers[row], wanted }];
      });
      expect(answers).toHaveLength(golden.rows.length);
      expect(wrong).toEqual([]);
    });
  },
);
