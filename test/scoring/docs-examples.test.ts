import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../src/platform/artifact/read-archive.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/scoring-library.md'), 'utf8');
const examples = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
const folder = mkdtempSync(join(tmpdir(), 'catenary-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const doors = {
  'catenary/scoring/saved-pipelines': 'saved-pipelines.ts',
  'catenary/scoring/bundles': 'bundles.ts',
  'catenary/scoring': 'index.ts',
};

/** The example as it would be beside the installed package. */
function withDoors(code: string): string {
  return code.replaceAll(/from '(catenary\/[^']+)'/g, (_all, door: keyof typeof doors) => {
    return `from ${JSON.stringify(join(root, 'src/scoring', doors[door]))}`;
  });
}

async function unpack(archive: string, target: string): Promise<void> {
  for (const [path, bytes] of await readArchive(readFileSync(join(root, archive)))) {
    mkdirSync(dirname(join(folder, target, path)), { recursive: true });
    writeFileSync(join(folder, target, path), bytes);
  }
}

beforeAll(async () => {
  await unpack('examples/diamonds/sparkml/model.tar.gz', 'bundle');
  await unpack('examples/diamonds/xgboost/model.tar.gz', '.');
  await unpack('test/golden/spark/3.3/pca/model.tar.gz', 'pipeline');
  const copies = {
    'sklearn/ada-multi-1.9/model.joblib': 'model.joblib',
    'xgboost/approx-3.2/model.pkl': 'booster.pkl',
    'cells/catboost-3-0/model.cbm': 'model.cbm',
    'spark/3.3/pca/input.jsonl': 'rows.jsonl',
  };
  for (const [from, to] of Object.entries(copies)) cpSync(join(root, 'test/golden', from), join(folder, to));
  examples.forEach((code, at) => writeFileSync(join(folder, `example-${at}.ts`), withDoors(code)));
  const compilerOptions = {
    rootDir: '/',
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    target: 'es2024',
    noUncheckedIndexedAccess: false,
  };
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['example-*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});

describe('docs/scoring-library.md', () => {
  it('has examples that compile, in a strict project', { timeout: 60_000 }, () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false']).toString()).toBe('');
  });

  it.each(examples.map((code, at) => [at, code] as const))('has example %i, which prints what it says', (at, code) => {
    const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    const printed = execFileSync(process.execPath, [join(folder, `example-${at}.ts`)], { cwd: folder }).toString();
    expect(expected.length).toBeGreaterThan(0);
    expect(printed.trimEnd().split('\n')).toEqual(expected);
  });
});
