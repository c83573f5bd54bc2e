import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../packages/server/test/support/free-port.ts';
import { codeBlocksOf } from './support/code-blocks.ts';
import { PageRunner } from './support/page-runner.ts';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-readme-'));
const blocks = codeBlocksOf(readFileSync(join(root, 'README.md'), 'utf8'));
let runner: PageRunner;

/** The block that begins so, without what is behind `#`. */
function block(begins: string): string[] {
  const found = blocks.find(({ lines }) => lines[0]?.startsWith(begins))?.lines ?? [];
  return found
    .map((line) => line.replace(/\s+#.*/, ''))
    .join('\n')
    .trim()
    .split(/(?<!\\)\n/);
}

beforeAll(async () => {
  symlinkSync(join(root, 'catenary'), join(folder, 'catenary'));
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  cpSync(join(root, 'examples/sklearn-pipeline/model.joblib'), join(folder, 'model.joblib'));
  runner = new PageRunner(folder, { PATH: process.env.PATH, HOME: folder, CATENARY_PORT: String(await freePort()) });
});
afterAll(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (path: string) => readFileSync(join(folder, path), 'utf8');

describe('the commands of README.md, in a checkout', () => {
  it('inspect and score without a server', { timeout: 200_000 }, async () => {
    const [inspect = '', score = ''] = block('./catenary inspect');
    expect(await runner.run(inspect)).toContain('XGBoost');
    expect(await runner.run(`${score} && echo done`)).toMatch(/done$/);
    // What XGBoost itself answers to the features of Spark.
    expect(read('answer.csv').trim().split('\n').slice(0, 3)).toEqual(
      readFileSync(join(root, 'test/golden/chains/xgboost.csv'), 'utf8').trim().split('\n').slice(0, 3),
    );
  });

  it('transform whole data sets', { timeout: 200_000 }, async () => {
    cpSync(join(root, 'examples/diamonds/requests.csv'), join(folder, 'rows.csv'));
    const [transform = ''] = block('./catenary transform');
    expect(await runner.run(transform)).toContain('2,000 records');
    expect(read('answers/rows.csv.out')).toBe(readFileSync(join(root, 'test/golden/chains/xgboost.csv'), 'utf8'));
  });

  it('serve a model of your own in three lines', { timeout: 200_000 }, async () => {
    cpSync(join(root, 'examples/sklearn-pipeline/rows.csv'), join(folder, 'rows.csv'));
    const [serve, deploy = '', invoke = ''] = block('./catenary serve');
    expect(serve).toBe('./catenary serve &');
    await runner.serve('./catenary serve');
    expect(await runner.run(deploy)).toContain('endpoint churn: created, in service');
    expect(await runner.run(invoke)).toBe(read('examples/sklearn-pipeline/expected.csv').trim());
  });
});
