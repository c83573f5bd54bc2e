import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../packages/server/test/support/free-port.ts';
import { testCache } from '../packages/server/test/support/start-server.ts';
import { codeBlocksOf } from './support/code-blocks.ts';
import { PageRunner } from './support/page-runner.ts';

/** Commands of pages over files that the reader has: files of these names are given to them, and the commands are typed as they stand. */

const root = resolve(import.meta.dirname, '..');
const golden = join(root, 'test/golden');
const diamonds = join(root, 'examples/diamonds');
const folder = mkdtempSync(join(tmpdir(), 'catenary-reader-'));
let runner: PageRunner;

beforeAll(async () => {
  mkdirSync(join(folder, 'bin'));
  for (const place of ['bin', '.']) symlinkSync(join(root, 'catenary'), join(folder, place, 'catenary'));
  runner = new PageRunner(folder, {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    HOME: folder,
    CATENARY_PORT: String(await freePort()),
    CATENARY_ENVIRONMENTS: testCache,
  });
});
afterAll(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The commands of the block of a page that begins so, without what is behind `#`. */
function commandsOf(page: string, begins: string): string[] {
  const blocks = codeBlocksOf(readFileSync(join(root, page), 'utf8'));
  const found = blocks.find(({ lines }) => lines[0]?.startsWith(begins))?.lines ?? [];
  const text = found.map((line) => line.replace(/\s+#.*/, '')).join('\n');
  return text.trim().split(/(?<!\\)\n/);
}

const give = (from: string, name: string) => cpSync(from, join(folder, name), { recursive: true });
const has = (name: string) => readFileSync(join(folder, name), 'utf8');
const run = (command = '') => runner.run(command);

describe('README.md', () => {
  const [score, certify] = commandsOf('README.md', './catenary score --model model.joblib');

  it('scores a model file by a method of its library', { timeout: 120_000 }, async () => {
    const model = join(golden, 'sklearn/logistic-two-1.9');
    give(join(model, 'model.joblib'), 'model.joblib');
    give(join(model, 'input.csv'), 'rows.csv');
    await run(score);
    expect(has('answer.csv')).toBe(readFileSync(join(model, 'expected-predict_proba.csv'), 'utf8'));
  });

  it('certifies that the answers are those of the library', { timeout: 120_000 }, async () => {
    const model = join(golden, 'xgboost/binary-logistic-3.2');
    give(join(model, 'model.ubj'), 'model.ubj');
    give(join(model, 'input.csv'), 'rows.csv');
    give(join(model, 'expected.csv'), 'answers.csv');
    expect(await run(`${certify} && echo passed`)).toMatch(/passed$/);
  });
});

describe('docs', () => {
  beforeAll(() => {
    give(join(diamonds, 'sparkml/model.tar.gz'), 'sparkml.tar.gz');
    give(join(diamonds, 'sparkml/schema.json'), 'schema.json');
    give(join(diamonds, 'xgboost/model.tar.gz'), 'xgboost.tar.gz');
  });

  it('batch.md: transforms a folder of files', { timeout: 120_000 }, async () => {
    mkdirSync(join(folder, 'rows'));
    give(join(diamonds, 'requests.csv'), 'rows/requests.csv');
    const [transform] = commandsOf('docs/batch.md', './catenary transform');
    expect(await run(transform)).toContain('2,000 records');
    expect(has('answers/requests.csv.out')).toBe(readFileSync(join(golden, 'chains/xgboost.csv'), 'utf8'));
  });

  it('mleap-differences.md: writes a saved pipeline as a bundle', { timeout: 120_000 }, async () => {
    const saved = join(golden, 'spark/3.5/one-hot-keep-true');
    mkdirSync(join(folder, 'PIPELINE'));
    execFileSync('tar', ['-xzf', join(saved, 'model.tar.gz'), '-C', join(folder, 'PIPELINE')]);
    give(join(saved, 'schema.json'), 'schema.json');
    const [command] = commandsOf('docs/mleap-differences.md', 'catenary export');
    await run(command);
    expect(execFileSync('tar', ['-tzf', join(folder, 'model.tar.gz')]).toString()).toMatch(/^bundle\.json$/m);
    give(join(diamonds, 'sparkml/schema.json'), 'schema.json');
  });

  it('commands.md: deploys a chain whose first model needs a schema', { timeout: 200_000 }, async () => {
    await run('mkdir bundle && tar -xzf sparkml.tar.gz -C bundle && tar -xzf xgboost.tar.gz');
    await run('cd bundle && python3 -m zipfile -c ../features.zip bundle.json root; cd ..');
    await runner.serve('catenary serve');
    const [deploy] = commandsOf('docs/commands.md', 'catenary deploy');
    expect(await run(deploy)).toContain('endpoint prices: created, in service');
    const [row = ''] = readFileSync(join(diamonds, 'requests.csv'), 'utf8').split('\n');
    const [answer] = readFileSync(join(golden, 'chains/xgboost.csv'), 'utf8').split('\n');
    writeFileSync(join(folder, 'row.csv'), `${row}\n`);
    expect(await run('catenary invoke prices --input row.csv')).toBe(answer);
  });

  it('stores.md: makes a backup while the server runs, and another server of it', { timeout: 200_000 }, async () => {
    mkdirSync(join(folder, 'backups'));
    const commands = commandsOf('docs/stores.md', 'catenary backup').map((command) =>
      command.replaceAll('/backups', `${folder}/backups`).replaceAll('/srv/catenary', `${folder}/srv`),
    );
    const [backup, check, restore, serve = ''] = commands;
    expect(await run(`${backup} && echo done`)).toMatch(/done$/);
    expect(await run(`${check} && echo whole`)).toMatch(/whole$/);
    expect(await run(restore)).toContain('restored to ');
    expect(await runner.serve(`${serve} --port 0`)).toContain('catenary ready on ');
    expect(await run(`catenary status --data ${folder}/srv`)).toMatch(/^prices +InService/m);
  });
});
