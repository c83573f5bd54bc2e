import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSameAnswer } from '../from-mleap-bundle/golden-case.ts';
import { type SavedCase, savedCasesIn, scoreSavedCase, toleranceOf } from './saved-case.ts';

const cases = savedCasesIn(resolve(import.meta.dirname, '../../../../../test/golden/reports/spark'), '4.1');

describe.each(cases.map((golden) => ({ golden, name: golden.name })))(
  'after a public report: $name',
  ({ golden }: { golden: SavedCase }) => {
    it('answers as Spark does', async () => {
      const answers = await scoreSavedCase(golden);
      const wanted = golden.spark ?? [];
      expect(answers).toHaveLength(wanted.length);
      const isRight = (row: number) => {
        const answer = wanted[row];
        return answer !== undefined && isSameAnswer(answers[row], answer, toleranceOf(golden.name), true);
      };
      expect(answers.filter((_, row) => !isRight(row))).toEqual([]);
    });
  },
);
