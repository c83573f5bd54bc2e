import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { ScoringError } from '../../src/scoring-error.ts';
import { hostilePickles } from '../support/hostile-pickles.ts';

/** A pipeline's cache plays no part in a prediction: these are read as the pipelines they are, and their cache is never touched. */
const withoutEffect = ['a pipeline with a cache', 'a cache made while it is loaded', 'a cache deep inside'];

describe('hostile model files, read natively', () => {
  const files = hostilePickles();

  it.each(Object.keys(files).filter((title) => !withoutEffect.includes(title)))('refuses %s', (title) => {
    expect(() => openModelFile('model.joblib', files[title] as Buffer)).toThrow(ScoringError);
  });

  it.each(withoutEffect)('answers without the cache of %s', (title) => {
    const before = readdirSync('.');
    const model = openModelFile('model.joblib', files[title] as Buffer);
    const { table } = model.call('predict', { kind: 'matrix', rows: 1, columns: 2, values: Float64Array.of(1, 0) });
    expect(table.rows).toBe(1);
    expect(readdirSync('.')).toEqual(before);
  });
});
