import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { psi } from '../../src/math/psi.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/sklearn');

/** A model of the golden files, in whose pickle the small whole number behind `name` says another one. */
function withCount(model: string, name: string, count: number): Buffer {
  const bytes = readFileSync(join(golden, model, 'model.joblib'));
  const at = bytes.indexOf(0x4b, bytes.indexOf(name) + name.length); // K: one byte
  const number = Buffer.from([0x4a, 0, 0, 0, 0]); // J: four bytes
  number.writeInt32LE(count, 1);
  return Buffer.concat([bytes.subarray(0, at), number, bytes.subarray(at + 2)]);
}

describe('a pickle of some hundred bytes that claims many columns', () => {
  it.each(['scaled-ridge-1.9', 'standard-no-deviation-missing-1.9', 'robust-no-center-missing-1.2'])(
    '%s: is refused before anything is made for them',
    (model) => {
      const bytes = withCount(model, 'n_features_in_', 2 ** 31 - 1);
      expect(() => openModelFile('model.joblib', bytes)).toThrow('the same numbers over and over');
    },
  );

  it('a choice among columns looks at those that it takes alone', () => {
    const bytes = withCount('columns-mask-1.2', 'n_features_in_', 2 ** 31 - 1);
    expect(openModelFile('model.joblib', bytes).featureCount).toBe(2 ** 31 - 1);
  });
});

it('products of columns are not written out by the million', () => {
  // Of 150 columns, three at a time: 150 * 149 * 148 / 6 = 551,300 products of three.
  const bytes = withCount('polynomial-interactions-1.9', 'n_features_in_', 150);
  expect(() => openModelFile('model.joblib', bytes)).toThrow('the same numbers over and over');
});

it('a count below zero ends no loop late', () => {
  expect(psi(-2_147_483_648)).toBeNaN();
  expect(psi(-1e20)).toBeNaN();
});
