import { describe, expect, it } from 'vitest';
import { cellList, sliceRows } from '../../src/frame/table.ts';
import { loadSklearn } from '../../src/sklearn/load-sklearn.ts';
import { differences, goldenCases, readExpected, readInput, readModelFile } from './golden-cases.ts';

/**
 * Relative difference from scikit-learn's doubles. Weights of 1 / (1 - cosine) magnify the rounding of a cosine near 1 by
 * about 1 / (1 - cosine), 10^4 here; the five error functions of a Gaussian process classifier have weights of thousands.
 */
const tolerance = (name: string) => (/^(neighbors-cosine|gaussian-process-classifier)/.test(name) ? 1e-10 : 1e-12);

const cases = goldenCases();

describe.each(cases)('loadSklearn() of $name', (golden) => {
  const input = readInput(golden);

  it.each(golden.files)('answers as scikit-learn does (%s)', (file) => {
    const model = loadSklearn(readModelFile(golden.name, file));
    for (const method of golden.methods) {
      expect(model.methods).toContain(method);
      const found = differences(model.call(method, input), readExpected(golden.name, method), tolerance(golden.name));
      expect({ method, found }).toEqual({ method, found: [] });
    }
  });
});

const classifiers = cases.filter(({ classes, methods }) => classes !== null && methods.includes('predict'));

it.each(classifiers)('loadSklearn() of $name gives its classes', (golden) => {
  const { classes } = loadSklearn(readModelFile(golden.name, golden.files[0]));
  const told = classes === undefined ? [] : cellList(classes);
  const numbers: Record<string, number> = { True: 1, False: 0 };
  const wanted = golden.classes?.map((label) =>
    typeof told[0] === 'number' ? (numbers[label] ?? Number(label)) : label,
  );
  expect(told).toEqual(wanted);
});

it.each(cases)('loadSklearn() of $name answers a row alone as among others, or says that it does not', (golden) => {
  const model = loadSklearn(readModelFile(golden.name, golden.files[0]));
  expect(model.dependsOnRows).toBe(golden.name.startsWith('nmf-'));
  if (model.dependsOnRows) return;
  for (const method of golden.methods) {
    const answer = model.call(method, sliceRows(readInput(golden), 1, 2));
    expect(differences(answer, readExpected(golden.name, method).slice(1, 2), tolerance(golden.name))).toEqual([]);
  }
});
