import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../packages/server/test/support/free-port.ts';
import { findPostgres, startPostgres } from '../packages/server/test/support/postgres.ts';
import { findPythonEnvironment } from '../packages/server/test/support/python-environment.ts';
import { findSeaweedfs, outsideEnvironment, startSeaweedfs } from '../packages/server/test/support/seaweedfs.ts';
import {
  removeData,
  startTestServer,
  type TestServer,
  testCache,
} from '../packages/server/test/support/start-server.ts';

/** Every folder of examples/ but diamonds, which conformance tests run: fitted, packed and asked as its README says, twice. */
const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const source = join(root, 'examples');
const packages = readFileSync(join(source, 'requirements.txt'), 'utf8').trim().split('\n');
const python = await findPythonEnvironment(packages);
const postgres = findPostgres();
const weed = await findSeaweedfs();

const place = mkdtempSync(join(tmpdir(), 'catenary-examples-'));
const bin = join(place, 'bin');
const copies = join(place, 'examples');
const path = [bin, dirname(python?.python ?? ''), process.env.PATH].join(delimiter);
let server: TestServer;

const env = (more: NodeJS.ProcessEnv = {}) => ({
  ...server.environment,
  PATH: path,
  CATENARY_DATA: server.data,
  CATENARY_ENVIRONMENTS: testCache,
  PYTHONDONTWRITEBYTECODE: '1',
  ...more,
});

async function inFolder(name: string, words: readonly string[], more?: NodeJS.ProcessEnv): Promise<string> {
  const [program = '', ...rest] = words;
  const { stdout } = await run(program, rest, { cwd: join(copies, name), env: env(more), timeout: 200_000 });
  return stdout;
}

const expected = (name: string) => readFileSync(join(copies, name, 'expected.csv'), 'utf8').trim();

/** Cells of CSV, numbers as such. */
const cellsOf = (text: string) =>
  text.split('\n').map((line) => line.split(',').map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))));

/** The same cells, numbers to so many digits behind the point. */
const closeTo = (text: string, digits: number) =>
  cellsOf(text).map((cells) => cells.map((cell) => (typeof cell === 'number' ? expect.closeTo(cell, digits) : cell)));

/** The example's folder as its script says it is to be, and its answers of two runs. */
async function answersOf(name: string, more?: NodeJS.ProcessEnv): Promise<string[]> {
  if (existsSync(join(copies, name, 'pack.sh'))) await inFolder(name, ['sh', 'pack.sh'], more);
  const answers = [];
  for (const _ of ['first', 'second']) answers.push((await inFolder(name, ['sh', 'run.sh'], more)).trim());
  return answers;
}

beforeAll(async () => {
  cpSync(source, copies, { recursive: true, filter: (file) => !file.includes('diamonds') });
  mkdirSync(bin);
  symlinkSync(join(root, 'catenary'), join(bin, 'catenary'));
  // The server reads which commands stand for images; pack.sh of that example writes it.
  await run('sh', ['pack.sh'], { cwd: join(copies, 'own-command') });
  const config = join(copies, 'own-command/catenary.yaml');
  server = await startTestServer({ args: ['--config', config], env: { PATH: path } });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(place, { recursive: true, force: true });
});

describe('examples/', () => {
  const folders = readdirSync(source, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

  it.each(folders)('%s has a README of a few lines, and stands in that of all', (name) => {
    const lines = readFileSync(join(source, name, 'README.md'), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toMatch(/^# /);
    expect(lines.length).toBeLessThan(name === 'diamonds' ? 30 : 16);
    expect(readFileSync(join(source, 'README.md'), 'utf8')).toContain(`[${name}](${name})`);
  });
});

describe.skipIf(python === undefined)('an example that is fitted (needs scikit-learn and boosters from PyPI)', () => {
  it.each(['sklearn-pipeline', 'sklearn-script', 'xgboost', 'lightgbm', 'catboost', 'multi-model'])(
    '%s answers as its library does, in two runs',
    { timeout: 400_000 },
    async (name) => {
      const kept = expected(name);
      await inFolder(name, ['python', 'train.py']);
      // What is kept in the repository is what the library answers today; other processors may round otherwise while fitting.
      expect(cellsOf(expected(name))).toEqual(closeTo(kept, 6));
      for (const answer of await answersOf(name)) expect(cellsOf(answer)).toEqual(closeTo(expected(name), 13));
    },
  );
});

describe('an example whose model is kept', () => {
  it.each(['spark-pipeline', 'spark-xgboost-rules', 'own-command'])(
    '%s answers as expected, in two runs',
    { timeout: 400_000 },
    async (name) => {
      expect(await answersOf(name)).toEqual([expected(name), expected(name)]);
    },
  );

  it('batch-bad-rows sets two rows apart, in two runs', { timeout: 200_000 }, async () => {
    expect(await answersOf('batch-bad-rows')).toEqual([expected('batch-bad-rows'), expected('batch-bad-rows')]);
    const rejected = readFileSync(join(copies, 'batch-bad-rows/answers/rows.csv.rejected.jsonl'), 'utf8');
    const rows = rejected.trim().split('\n');
    expect(rows.map((line) => (JSON.parse(line) as { record: number }).record)).toEqual([2, 4]);
  });
});

describe.skipIf(python === undefined)('from-aws (needs boto3 from PyPI)', () => {
  it('moves a model with its archives to another server, and may be run again', { timeout: 400_000 }, async () => {
    const target = await startTestServer();
    try {
      await answersOf('sklearn-pipeline');
      const { Models: models } = await server.client.operation('ListModels', { NameContains: 'churn-pipeline' });
      const [{ ModelName: model = '' } = {}] = models as readonly { readonly ModelName?: string }[];
      const [id, secret] = [server.environment['AWS_ACCESS_KEY_ID'], server.environment['AWS_SECRET_ACCESS_KEY']];
      const keys = {
        CATENARY_ACCESS_KEY_ID: id,
        CATENARY_SECRET_ACCESS_KEY: secret,
        SOURCE_ACCESS_KEY_ID: id,
        SOURCE_SECRET_ACCESS_KEY: secret,
      };
      const words = ['python', 'move.py', model, '--from', server.url, '--to', target.url];
      for (const _ of ['first', 'second'])
        expect(await inFolder('from-aws', words, keys)).toBe(`${model}: 1 containers, in service at ${target.url}\n`);
      const rows = readFileSync(join(copies, 'sklearn-pipeline/rows.csv'));
      const answer = await target.client.send({
        method: 'POST',
        path: `/endpoints/${model}/invocations`,
        service: 'sagemaker',
        headers: { 'content-type': 'text/csv', accept: 'text/csv' },
        body: rows,
      });
      expect(answer.body.toString().trim()).toBe(expected('sklearn-pipeline'));
    } finally {
      await target.stop();
      removeData(target);
    }
  });
});

describe('postgres-s3', () => {
  it.skipIf(postgres === undefined || weed === undefined)(
    'answers from a server that keeps nothing of its own (needs PostgreSQL and SeaweedFS)',
    { timeout: 200_000 },
    async () => {
      const [database, store] = await Promise.all([startPostgres(postgres ?? ''), startSeaweedfs(weed ?? '')]);
      try {
        const answers = await answersOf('postgres-s3', {
          CATENARY_PORT: String(await freePort()),
          CATENARY_STORE_URL: await database.createDatabase(),
          ...outsideEnvironment(store.url, '*'),
        });
        expect(answers).toEqual([expected('sklearn-pipeline'), expected('sklearn-pipeline')]);
      } finally {
        await Promise.all([database.close(), store.close()]);
      }
    },
  );
});
