import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examples, writeExamples } from '../packages/scoring/test/support/documented-examples.ts';
import { example, golden, linesOf, schema } from '../packages/server/test/support/diamonds.ts';
import { installPackages, packPackages } from './support/installed-packages.ts';
import { findRuntime, otherRuntimes } from './support/other-runtimes.ts';

/** What users get, in empty folders: nothing of this checkout is found from there. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-installed-'));
const library = join(folder, 'library');
const server = join(folder, 'server');
let installed: string[];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  mkdirSync(library);
  mkdirSync(server);
  const archives = packPackages(folder, ['@catenary/scoring', 'catenary']);
  installPackages(server, archives);
  installed = installPackages(library, new Map([...archives].slice(0, 1)));
  writeExamples(library);
});

describe('the published scoring library', () => {
  it('is at most four packages, of 3 MB in all', () => {
    expect(installed).toEqual(['@catenary/scoring', 'hyparquet']);
    const files = globSync('**/*', { cwd: join(library, 'node_modules'), withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const bytes = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it('needs nothing of Node', () => {
    const code = execFileSync('grep', ['-rhoE', 'from "[^"]+"', '--include=*.js', '.'], {
      cwd: join(library, 'node_modules/@catenary/scoring/dist'),
      encoding: 'utf8',
    });
    const packages = new Set([...code.matchAll(/from "([^."][^"]*)"/g)].map(([, name = '']) => name.split('/')[0]));
    expect([...packages]).toEqual(['hyparquet']);
  });

  it('has types for a strict project', { timeout: 60_000 }, () => {
    const compiler = resolve(import.meta.dirname, '../node_modules/typescript/bin/tsc');
    const words = ['-p', library, '--pretty', 'false', '--rootDir', library];
    expect(execFileSync(process.execPath, [compiler, ...words]).toString()).toBe('');
  });

  it.each([...examples.entries()])('runs example %i of its page', (at, { expected }) => {
    const printed = execFileSync(process.execPath, [`example-${at}.ts`], { cwd: library }).toString();
    expect(printed.trimEnd().split('\n')).toEqual(expected);
  });
});

/** The oldest Node that its package names, and runtimes that are no Node. */
describe.each(otherRuntimes)('the published scoring library in $name', async (runtime) => {
  const program = await findRuntime(runtime);

  it.skipIf(program === undefined).each([...examples.entries()])(
    'runs example %i of its page',
    { timeout: 60_000 },
    (at, { expected }) => {
      const file = join(library, `example-${at}-${runtime.name}.mjs`);
      writeFileSync(file, stripTypeScriptTypes(readFileSync(join(library, `example-${at}.ts`), 'utf8')));
      const env = { PATH: process.env.PATH, HOME: library };
      const printed = execFileSync(program as string, [...runtime.words, file], { cwd: library, env }).toString();
      expect(printed.trimEnd().split('\n')).toEqual(expected);
    },
  );
});

describe('the published server', () => {
  const program = join(server, 'node_modules/catenary/dist/main.js');
  const env = { PATH: process.env.PATH, HOME: server };
  const run = (...words: string[]) =>
    execFileSync(process.execPath, [program, ...words], { cwd: server, env, stdio: 'pipe' }).toString();
  const sparkml = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
  const xgboost = ['--model', example('xgboost/model.tar.gz')];
  const chain = [...sparkml, ...xgboost, '--input', example('requests.csv')];

  it('says its version', () => {
    expect(run('--version')).toBe('0.1.0\n');
  });

  it('scores a chain with the bits of XGBoost', () => {
    run('score', ...chain, '--output', 'scored.csv');
    expect(linesOf(readFileSync(join(server, 'scored.csv')))).toEqual(linesOf(golden('xgboost.csv')));
  });

  it('transforms in threads', { timeout: 60_000 }, () => {
    run('transform', ...chain, '--output', 'transformed');
    expect(linesOf(readFileSync(join(server, 'transformed/requests.csv.out')))).toEqual(linesOf(golden('xgboost.csv')));
  });

  it('has the files of the demo, the documents and the licences', () => {
    const place = join(server, 'node_modules/catenary');
    for (const path of ['examples/diamonds/requests.csv', 'docs/configuration.md', 'LICENSE', 'NOTICE'])
      expect(readFileSync(join(place, path)).length).toBeGreaterThan(0);
  });
});
