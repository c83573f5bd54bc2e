import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { estimators } from '../../src/sklearn/estimators.ts';
import { loadSklearn } from '../../src/sklearn/load-sklearn.ts';
import { goldenCases, readModelFile } from './golden-cases.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/model-coverage/sklearn.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| [a-z_]+[^|]*\| [A-Z]/.test(line));
const told = rows.flatMap((row) => {
  const [, group = '', classes = ''] = row.split('|').map((cell) => cell.trim());
  return classes.split(', ').map((name) => `${group.split(/[.,]/)[0]}.${name}`);
});

it('the page of classes lists those of the table, no more and no less', () => {
  const known = Object.keys(estimators).filter((name) => !name.includes('._'));
  expect(told.toSorted()).toEqual(known.toSorted());
});

it('every release from 0.22 on that is promised has cases', () => {
  const versions = goldenCases().map(({ name }) => loadSklearn(readModelFile(name)).version?.replace(/\.\d+$/, ''));
  expect([...new Set(versions)]).toEqual(expect.arrayContaining(['0.22', '1.0', '1.2', '1.6', '1.9']));
});
