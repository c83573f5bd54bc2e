import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArtifact } from '../../src/platform/artifact/read-artifact.ts';
import { findFreePort } from '../../src/serving/container/process/free-port.ts';
import { makeTar } from '../platform/artifact/make-tar.ts';
import {
  createEndpoint,
  diamondsContainer,
  example,
  invoke,
  linesOf,
  readExample,
  uploadDiamonds,
} from '../support/diamonds.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

/** The last link of the diamonds chain, and its middle one, run in each way there is: the same answers, real time and batch. */
let server: TestServer;
let service: ChildProcess;
const folder = mkdtempSync(join(tmpdir(), 'catenary-ways-'));
const program = join(root, 'packages/server/test/suites/pricing-container.mjs');

beforeAll(async () => {
  const port = await findFreePort();
  service = spawn(process.execPath, [program], { env: { SAGEMAKER_BIND_TO_PORT: String(port) } });
  const config = join(folder, 'catenary.yaml');
  const command = JSON.stringify([process.execPath, program]);
  writeFileSync(
    config,
    `images:
  - { match: "*/command:*", command: ${command} }
  - { match: "*/remote:*", url: "http://127.0.0.1:${port}/v1" }
containers: { engine: none }
`,
  );
  server = await startTestServer({ args: ['--config', config] });
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  await put('input/requests.csv', readExample('requests.csv'));
  await putArchive('rules', { 'rules.yaml': readExample('rules/rules.yaml') });
  await putArchive('function', { 'handler.ts': readExample('function/handler.ts') });
  const files = await readArtifact(example('xgboost/model.tar.gz'));
  const booster = Buffer.from(files.get('xgboost-model') ?? []);
  const yaml = Buffer.from('{ members: [a.ubj, b.ubj], combine: mean }');
  await putArchive('ensemble', { 'ensemble.yaml': yaml, 'a.ubj': booster, 'b.ubj': booster });
});
afterAll(async () => {
  service.kill();
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true });
});

const put = (key: string, body: Buffer) =>
  server.client.send({ method: 'PUT', path: `/diamonds/${key}`, service: 's3', body });

function putArchive(name: string, files: Readonly<Record<string, Buffer>>) {
  const entries = Object.entries(files).map(([path, content]) => ({ name: path, content }));
  return put(`${name}.tar.gz`, gzipSync(makeTar(entries)));
}

const inArchive = (name: string, environment: Readonly<Record<string, string>> = {}) => ({
  Image: `catenary-${name}:1`,
  ModelDataUrl: `s3://diamonds/${name}.tar.gz`,
  Environment: environment,
});
const xgboost = diamondsContainer('xgboost');
const ways = {
  rules: [xgboost, inArchive('rules')],
  function: [xgboost, inArchive('function')],
  command: [xgboost, { Image: 'x/command:1' }],
  remote: [xgboost, { Image: 'x/remote:1' }],
  // The mean of a model and itself is the model's answer.
  ensemble: [inArchive('ensemble', { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' }), inArchive('rules')],
};
const expected = linesOf(readExample('expected/final.csv'));

describe('the diamonds chain', () => {
  it.each(Object.entries(ways))('answers as the original libraries with a link as %s', async (name, links) => {
    const containers = [diamondsContainer('sparkml'), ...links];
    await server.client.operation('CreateModel', { ModelName: name, Containers: containers });
    expect(await createEndpoint(server.client, name)).toBe('InService');
    const rows = linesOf(readExample('requests.csv'));
    for (const at of [0, 1, 2, 3, 4])
      expect(await invoke(server.client, name, rows[at] as string)).toBe(`${expected[at]}\n`);
    expect(linesOf(Buffer.from(await invoke(server.client, name, rows.join('\n'))))).toEqual(expected);
    const job = await transform(server.client, name, {
      ModelName: name,
      BatchStrategy: 'MultiRecord',
      ...csvLines('s3://diamonds/input/', `s3://diamonds/${name}/`),
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const path = `/diamonds/${name}/requests.csv.out`;
    expect(linesOf((await server.client.send({ method: 'GET', path, service: 's3' })).body)).toEqual(expected);
  });

  it('needs an engine for images that nothing else serves', async () => {
    const asked = server.client.operation('CreateModel', {
      ModelName: 'oci',
      PrimaryContainer: { Image: 'x/unknown:1' },
    });
    await expect(asked).rejects.toThrow(/Requested image x\/unknown:1 not found/);
  });
});
