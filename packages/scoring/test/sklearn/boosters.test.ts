import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';
import type { ModelMethod } from '../../src/scoring-model.ts';
import { differences } from './golden-cases.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/boosters');

interface BoosterCase {
  readonly files: readonly string[];
  readonly methods: readonly ModelMethod[];
  readonly header?: boolean;
}

const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/**
 * XGBoost's wrapper sums dart's weighted trees in another order than its Booster, and SciPy's softmax uses a float32 `exp` of
 * the processor: a few units in the last place of float32 (6e-8).
 */
const tolerance = (name: string) => (/^xgb-.*(dart|softmax)/.test(name) ? 5e-7 : 1e-12);

describe.each(names)('openModelFile() of %s', (name) => {
  const told = JSON.parse(read(name, 'case.json')) as BoosterCase;

  it.each(told.files)('answers as the library does (%s)', (file) => {
    const model = openModelFile(file, readFileSync(join(folder, name, file)));
    const rows = readInput(read(name, 'input.csv'), { format: 'csv', hasHeader: told.header === true }, model);
    for (const method of told.methods) {
      const expected = read(name, `expected-${method}.csv`)
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      const found = differences(model.call(method, rows).table, expected, tolerance(name));
      expect({ method, found }).toEqual({ method, found: [] });
    }
  });
});
