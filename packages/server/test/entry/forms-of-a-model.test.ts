import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCatenary, runCatenaryIn } from '../support/run-catenary.ts';
import { credentials, removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/** For every command, a model is a file, a folder, or an archive of either form. */

const golden = join(root, 'test/golden/sklearn/logistic-two-1.9');
const input = ['--input', join(golden, 'input.csv')];
const expected = readFileSync(join(golden, 'expected-predict.csv'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'catenary-forms-'));

const forms: Readonly<Record<string, (path: string) => void>> = {
  'model.joblib': (path) => cpSync(join(golden, 'model.joblib'), path),
  folder: (path) => {
    mkdirSync(path);
    cpSync(join(golden, 'model.joblib'), join(path, 'model.joblib'));
  },
  'model.tar.gz': (path) => execFileSync('tar', ['-czf', path, '-C', golden, 'model.joblib']),
  'model.tar': (path) => execFileSync('tar', ['-cf', path, '-C', golden, 'model.joblib']),
  'model.zip': (path) => execFileSync('python3', ['-m', 'zipfile', '-c', path, 'model.joblib'], { cwd: golden }),
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const [name, make] of Object.entries(forms)) make(join(folder, name));
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: string[]) => runCatenary(folder, ...words);
const done = { code: 0, stderr: '' };

describe.each(Object.keys(forms))('a model that is %s', (form) => {
  it('is scored', { timeout: 60_000 }, async () => {
    expect(await run('score', '--model', form, ...input, '--output', `scored-${form}`)).toMatchObject(done);
    expect(readFileSync(join(folder, `scored-${form}`), 'utf8')).toBe(expected);
  });

  it('is inspected', { timeout: 60_000 }, async () => {
    expect((await run('inspect', form)).stdout).toContain('LogisticRegression');
  });

  it('is certified', { timeout: 60_000 }, async () => {
    const answers = ['--expected', join(golden, 'expected-predict.csv'), '--method', 'predict'];
    expect(await run('certify', form, ...input, ...answers)).toMatchObject(done);
  });

  it('transforms', { timeout: 60_000 }, async () => {
    expect(await run('transform', '--model', form, ...input, '--output', `out-${form}`)).toMatchObject(done);
    expect(readFileSync(join(folder, `out-${form}/input.csv.out`), 'utf8').trim()).toBe(expected.trim());
  });

  it('is deployed', { timeout: 60_000 }, async () => {
    const env = {
      CATENARY_DATA: server.data,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const name = form.replaceAll('.', '-');
    expect(await runCatenaryIn({ folder, env }, 'deploy', name, form)).toMatchObject(done);
    const asked = await runCatenaryIn({ folder, env }, 'invoke', name, ...input);
    expect(asked).toMatchObject({ ...done, stdout: expected });
  });
});
