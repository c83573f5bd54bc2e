import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSklearn } from '../../../src/index.ts';

const golden = resolve(import.meta.dirname, '../../../../../test/golden/sklearn');
const model = loadSklearn(readFileSync(resolve(golden, 'tfidf-1.9/model.joblib')));

describe('a TfidfVectorizer', () => {
  // No word of five million letters is in a vocabulary: the row has no term, and the norm of zeros leaves zeros.
  it.each([
    ['but one letter, the last', `${'a'.repeat(5_000_000)}ł`],
    ['but pairs of surrogates', `${'a'.repeat(5_000_000)}😀`],
  ])('takes a word of five million letters (%s)', { timeout: 60_000 }, (_what, word) => {
    const { values, columns } = model.predict([[word]]).dense('features');
    expect(values).toHaveLength(columns);
    expect(values.length).toBeGreaterThan(1);
    expect(values.every((value) => value === 0)).toBe(true);
  });
});
