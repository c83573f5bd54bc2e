import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { titleOf } from '../../support/client-features.ts';
import { findPythonEnvironment } from '../../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../../support/start-server.ts';

const run = promisify(execFile);

/** The short form of `bench/platform/many-keys.ts`, which does the same with 100,000 keys. */
let server: TestServer;
const python = await findPythonEnvironment();

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

it.skipIf(python === undefined)(titleOf('boto3-keys-of-many-pages'), { timeout: 180_000 }, async () => {
  const words = [join(import.meta.dirname, 'many-keys.py'), '2500', String(server.pid)];
  const { stdout } = await run(python?.python ?? '', words, { env: server.environment, timeout: 170_000 });
  const { lists } = JSON.parse(stdout) as {
    readonly lists: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  expect(Object.keys(lists).length).toBe(20);
  expect(lists['list_objects, all']).toMatchObject({ pages: 3, listed: 2500 });
  // 1,250 folders of one key each below wide/: two pages of 1,000.
  expect(lists['list_objects_v2, by folder, of many folders']).toMatchObject({ pages: 2, listed: 1250 });
});
