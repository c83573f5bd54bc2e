import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatboost } from '../../../src/boosters/catboost/load-catboost.ts';
import { ScoringError } from '../../../src/scoring-error.ts';

const read = (name: string) => readFileSync(resolve(import.meta.dirname, '../../../../../test/golden/catboost', name));

/** Each number of the file in turn says 2^24 - 1, as a size or a place that the file does not have. */
describe.each(['cats-logloss.cbm', 'multiclass.cbm'])('%s with one number that is large', (name) => {
  it('claims no more columns and outputs than it has bytes, or is refused', () => {
    const whole = read(name);
    for (let at = 8; at + 4 <= whole.length; at += 4) {
      const bytes = Buffer.from(whole);
      bytes.writeInt32LE(2 ** 24 - 1, at);
      try {
        const { featureCount, outputCount } = loadCatboost(bytes).booster;
        expect(featureCount, `at ${at}`).toBeLessThanOrEqual(whole.length);
        expect(outputCount, `at ${at}`).toBeLessThanOrEqual(whole.length);
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
      }
    }
  });
});
