import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { accessLevels, neededAccess } from '../packages/server/src/entry/access.ts';
import { rowsBelow } from './support/table-rows.ts';

/** Tables of pages that list what stands in the code, beside those that are generated from it. */

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** The rows of a page's table, each as its cells; `head` begins the line of its head. */
const tableOf = (page: string, head: string) => rowsBelow(read(page), head);
const quoted = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

it('docs/logs.md: each message is one that the server writes', () => {
  const sources = globSync('packages/server/src/**/*.ts', { cwd: root }).map((path) => read(path));
  const all = sources.join('\n');
  const messages = tableOf('docs/logs.md', '| `msg` |').flatMap(([message]) => quoted(message));
  expect(messages.length).toBeGreaterThan(10);
  const absent = messages.filter((message) => !all.includes(`'${message.replace(/ \.\.\.$/, '')}`));
  expect(absent.filter((message) => message !== 'endpoint deleted')).toEqual([]);
});

it('docs/metrics.md: has every metric of SageMaker with its unit', () => {
  const source = read('packages/server/src/serving/metrics/sagemaker-metrics.ts');
  const [, units = ''] = /const unitOf = \{\n(.*?)\n\}/s.exec(source) ?? [];
  const known = new Map([...units.matchAll(/(\w+): '(\w+)'/g)].map(([, name = '', unit = '']) => [name, unit]));
  const rows = tableOf('docs/metrics.md', '| namespace |').filter(([namespace]) => namespace === '`AWS/SageMaker`');
  const named = rows.flatMap(([, metrics]) => quoted(metrics));
  expect([...new Set(named)].toSorted()).toEqual([...known.keys()].toSorted());
  for (const [, metrics = '', unit = ''] of rows)
    for (const name of quoted(metrics))
      expect(unit === 'as above' ? known.get(name) : `${metrics} ${unit}`).toContain(known.get(name));
});

describe('docs/keys.md', () => {
  const rows = tableOf('docs/keys.md', '| `allow` |');

  it('has every level of access', () => {
    expect(rows.flatMap(([level]) => quoted(level))).toEqual([...accessLevels]);
  });

  it('names the words that operations begin with which only look', () => {
    const [, words = ''] = /begins with ([^.]+)\./.exec(rows[0]?.[1] ?? '') ?? [];
    const verbs = words.split(/, | or /);
    expect(verbs.length).toBeGreaterThan(5);
    for (const verb of verbs) expect([verb, neededAccess(`${verb}Thing`)]).toEqual([verb, 'read']);
  });
});

it('docs/scoring-library.md: has every code of an error', () => {
  const [, union = ''] =
    /export type ScoringErrorCode =(.*?);/s.exec(read('packages/scoring/src/scoring-error.ts')) ?? [];
  const codes = [...union.matchAll(/^ +\| '(\w+)'/gm)].map(([, code = '']) => code);
  const named = tableOf('docs/scoring-library.md', '| code |').flatMap(([code]) => quoted(code));
  expect(named.toSorted()).toEqual(codes.toSorted());
});

it('docs/monitoring.md: has every check of constraints', () => {
  const source = read('packages/server/src/serving/monitoring/analysis/find-violations.ts');
  const checks = [...source.matchAll(/^ +\| '(\w+_check)'/gm)].map(([, name = '']) => name);
  const named = tableOf('docs/monitoring.md', '| `constraint_check_type` |').flatMap(([name]) => quoted(name));
  expect(named.toSorted()).toEqual(checks.toSorted());
});

/** Figures of a page, and the file of results that they are from. */
it.each([['docs/stores.md', '| | write | read |', 'object-stores.txt']])(
  '%s: the figures below %s are those of %s',
  (page, head, results) => {
    const measured = read(`bench/results/${results}`)
      .split('\n')
      .map((line): readonly string[] => line.match(/[\d.]+/g) ?? []);
    const rows = tableOf(page, head);
    expect(rows.length).toBeGreaterThan(1);
    for (const [, ...cells] of rows) {
      const figures = cells.map((cell) => /[\d.,]+/.exec(cell)?.[0].replaceAll(',', '') ?? '');
      expect(
        measured.some((line) => figures.every((figure) => line.includes(figure))),
        figures.join(),
      ).toBe(true);
    }
  },
);

describe('docs/spark.md', () => {
  it('has the figures of the least pass of each side, to a tenth', () => {
    const sides = read('bench/results/spark-scoring.txt')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.match(/\d+\.\d+|\b0\b/g)?.map(Number) ?? []))
      .map(([, , passes = [], parts = []]) => [Math.min(...passes), ...parts].map((figure) => tenths(figure)).join());
    const rows = tableOf('docs/spark.md', '| | µs a row | of it');
    expect(rows).toHaveLength(5);
    for (const [name = '', whole = '', parts = ''] of rows)
      expect(sides, name).toContain([whole, ...parts.split(', ')].map((figure) => tenths(Number(figure))).join());
  });

  it('counts the core hours of ten billion rows', () => {
    for (const [, micros, hours] of tableOf('docs/spark.md', '| | µs a row | core hours'))
      expect(Number(hours)).toBe(Math.round((Number(micros) * 1e10) / 1e6 / 3600));
  });
});

const tenths = (figure: number) => figure.toFixed(1);

it('docs/model-coverage.md: is what the golden cases show today', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-coverage-'));
  const made = join(folder, 'model-coverage.md');
  const words = ['--conditions=source', join(root, 'scripts/generate-docs.ts'), made];
  await promisify(execFile)(process.execPath, words, { timeout: 110_000 });
  expect(readFileSync(made, 'utf8')).toBe(read('docs/model-coverage.md'));
  rmSync(folder, { recursive: true });
});

it('CONTRIBUTING.md names every script that writes a page', () => {
  const scripts = globSync('scripts/generate-*.ts', { cwd: root });
  expect(scripts.length).toBeGreaterThan(5);
  const text = read('CONTRIBUTING.md');
  expect(scripts.filter((path) => !text.includes(path))).toEqual([]);
});

it('README.md says in five sentences what it is', () => {
  const [, first = ''] = /\*\*\n\n(.*?)\n\n```/s.exec(read('README.md')) ?? [];
  // A sentence ends its line here, or stands before the next one in it.
  const sentences = first.replaceAll(/\(.*?\)/g, '').match(/[^.]+\.(?=\s|$)/g);
  expect(sentences).toHaveLength(5);
});

it('CHANGELOG.md has the kinds of Keep a Changelog, and says nothing twice', () => {
  const text = read('CHANGELOG.md');
  const kinds = [...text.matchAll(/^### (.+)$/gm)].map(([, kind = '']) => kind);
  const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
  const entries = text.split(/\n(?=- )/).filter((entry) => entry.startsWith('- '));
  expect(entries.length).toBeGreaterThan(100);
  expect(entries.filter((entry, at) => entries.indexOf(entry) !== at)).toEqual([]);
});
