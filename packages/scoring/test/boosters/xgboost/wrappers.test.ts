import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadXgboost } from '../../../src/boosters/xgboost/load-xgboost.ts';
import { decompress } from '../../../src/formats/compression/decompress.ts';

const folder = join(import.meta.dirname, '../../../../../test/golden/xgboost-wrappers');
const read = (name: string) => readFileSync(join(folder, name));
const files = readdirSync(folder).filter((name) => /\.(pkl|joblib)$/.test(name));

/** All numbers, as float32. */
const numbers = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .flatMap((line) => line.split(',').map((cell) => Math.fround(Number(cell))));

describe('scikit-learn wrappers of XGBoost', () => {
  it.each(files)('%s gives the bits of the Booster inside', (name) => {
    const model = loadXgboost(decompress(read(name), 2 ** 24));
    const values = Float32Array.from(numbers(read('input.csv').toString()));
    const expected = read(`${name.replace(/(-p\d|-zlib)?\.\w+$/, '')}.csv`).toString();
    const predicted = model.predict({ kind: 'dense', values, rowCount: 20, columnCount: 4 });
    expect(Array.from(predicted)).toEqual(numbers(expected));
  });
});
