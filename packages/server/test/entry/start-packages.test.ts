import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiamondsModel } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Packages that take long to load are loaded when they are needed: a start does not wait for them. */
let server: TestServer;
const noter = pathToFileURL(join(import.meta.dirname, '../support/note-packages.ts')).href;
const packages = () => [...server.log().matchAll(/^package: (.*)$/gm)].map(([, name]) => name);

beforeAll(async () => {
  server = await startTestServer({ env: { NODE_OPTIONS: `--import=${noter}` } });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

it('a server with nothing stored starts without zod, the AWS SDK, pg and ONNX Runtime', () => {
  expect(packages()).toContain('kysely');
  for (const name of ['zod', '@aws-sdk/client-s3', 'pg', 'onnxruntime-node']) expect(packages()).not.toContain(name);
});

it('loads zod when a record is first read', async () => {
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await server.client.operation('DescribeModel', { ModelName: 'pair' });
  expect(packages()).toContain('zod');
});
