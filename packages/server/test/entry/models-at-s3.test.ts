import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../src/platform/artifact/read-archive.ts';
import { runCatenary } from '../support/run-catenary.ts';
import { credentials, removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

const golden = join(root, 'test/golden/spark/4.1/pipeline');
const archive = readFileSync(join(golden, 'model.tar.gz'));
const rows = ['--input', join(golden, 'input.jsonl')];
const expected = ['--expected', join(golden, 'expected.jsonl')];

let server: TestServer;
let folder: string;

/** A store that speaks S3, and a folder with the configuration and the keys for it. */
beforeAll(async () => {
  server = await startTestServer();
  const put = (path: string, body?: Buffer) =>
    server.client.send({ method: 'PUT', path, service: 's3', ...(body === undefined ? {} : { body }) });
  await put('/models');
  await put('/models/pipeline.tar.gz', archive);
  for (const [path, bytes] of await readArchive(archive))
    await put(`/models/saved/pipeline/${path}`, Buffer.from(bytes));
  folder = mkdtempSync(join(tmpdir(), 'catenary-models-at-s3-test-'));
  mkdirSync(join(folder, '.aws'));
  writeFileSync(
    join(folder, '.aws/credentials'),
    `[default]\naws_access_key_id = ${credentials.accessKeyId}\naws_secret_access_key = ${credentials.secretAccessKey}\n`,
  );
  writeFileSync(join(folder, 'catenary.yaml'), `s3:\n  - buckets: [models]\n    endpoint: ${server.url}\n`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
  removeData(server);
});

const run = (...args: string[]) => runCatenary(folder, ...args, '--config', 'catenary.yaml');

describe('a model at an s3:// address', () => {
  it('is certified, and scored row by row', async () => {
    expect(await run('certify', 's3://models/saved/pipeline/', ...rows, ...expected)).toMatchObject({ code: 0 });
    const output = ['--output', join(folder, 'answers.jsonl')];
    const scored = await run('score', '--model', 's3://models/pipeline.tar.gz', '--format', 'rows', ...rows, ...output);
    expect(scored).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(folder, 'answers.jsonl'), 'utf8').trim().split('\n')).toHaveLength(5);
  });

  it('is inspected, with or without a slash behind the prefix', async () => {
    const { stdout } = await run('inspect', 's3://models/saved/pipeline');
    expect(stdout).toContain('stage 0 (StringIndexerModel');
  });

  it('is served by a container of score', async () => {
    const schema = JSON.stringify({
      input: [
        { name: 's', type: 'string' },
        { name: 'x', type: 'double' },
      ],
      output: { name: 'prediction', type: 'double' },
    });
    writeFileSync(join(folder, 'one.csv'), 'a,1.0');
    const args = ['--env', `SAGEMAKER_SPARKML_SCHEMA=${schema}`, '--input', 'one.csv', '--output', 'one.out'];
    expect(await run('score', '--model', 's3://models/saved/pipeline/', ...args)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'one.out'), 'utf8')).toMatch(/^[01]\.0/);
  });

  it('that is not there is refused by its address', async () => {
    const { code, stderr } = await run('inspect', 's3://models/none/');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'catenary: There is nothing at s3://models/none/. Its bucket must be one of a store that catenary.yaml (--config, s3:) or CATENARY_S3_BUCKETS names.\n',
    );
  });
});
