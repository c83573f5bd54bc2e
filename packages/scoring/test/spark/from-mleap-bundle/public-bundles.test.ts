import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenCases, isSameAnswer, scoreCase } from './golden-case.ts';

/** Bundles that others published, from MLeap 0.8 on and by the scikit-learn writer; they are not part of this project. */
const folder = process.env['CATENARY_PUBLIC_FIXTURES'];

describe.skipIf(folder === undefined)('published bundles (CATENARY_PUBLIC_FIXTURES)', () => {
  const base = folder === undefined ? [] : [folder, join(folder, 'mleap-public')];
  const cases = base.flatMap((path) => goldenCases(path)).filter((golden) => golden.mleap !== undefined);

  it.each(cases.map((golden) => ({ golden, name: golden.name })))('$name answers as MLeap does', async ({ golden }) => {
    const answers = await scoreCase(golden, 'bundle.zip', 'mleap');
    const wrong = golden.rows.filter((_, row) => {
      const wanted = golden.mleap?.[row];
      return wanted !== undefined && !isSameAnswer(answers[row], wanted, 1e-6, true);
    });
    expect(wrong).toEqual([]);
  });

  it('the airbnb pipelines give the doubles that MLeap asserts', async () => {
    for (const [name, price] of [
      ['airbnb-rf', 218.2767196535019],
      ['airbnb-lr', 232.62463916840318],
    ] as const) {
      const golden = cases.find((candidate) => candidate.name === name);
      if (golden === undefined) throw new Error(`${name} is missing`);
      const [answer] = await scoreCase(golden, 'bundle.zip', 'mleap');
      expect(answer?.output?.['price_prediction']).toBe(price);
    }
  });
});
