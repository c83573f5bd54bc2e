import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilSettled } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** Stateful sessions: each stays in the replica that began it. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-sessions-'));
const program = resolve(import.meta.dirname, '../suites/session-container.mjs');
const clients = await findPythonEnvironment();
let server: TestServer;

beforeAll(async () => {
  const image = { match: '*/counter:*', command: [process.execPath, program], readable: [program] };
  writeFileSync(join(folder, 'catenary.yaml'), `images: [${JSON.stringify(image)}]\n`);
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
  await call('CreateModel', { ModelName: 'counter', PrimaryContainer: { Image: 'registry/counter:1' } });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const call = (name: string, input: object) => server.client.operation(name, input);

async function create(name: string, variants: readonly object[]): Promise<void> {
  const plain = { ModelName: 'counter', InstanceType: 'ml.m5.large' };
  await call('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: variants.map((variant) => ({ ...plain, ...variant })),
  });
  await call('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  expect(await untilSettled(server.client, name)).toBe('InService');
}

async function ask(name: string, session: string) {
  const { body, header } = await server.client.send({
    method: 'POST',
    path: `/endpoints/${name}/invocations`,
    service: 'sagemaker',
    headers: { 'x-amzn-sagemaker-session-id': session },
    body: 'next',
  });
  const [process = '', count = ''] = body.toString().split(' ');
  const began = header('x-amzn-sagemaker-new-session-id')?.split(';')[0] ?? '';
  return { process, count: Number(count), began, variant: header('x-amzn-invoked-production-variant') };
}

describe('a session', () => {
  it.skipIf(clients === undefined)(
    'stays in one of three replicas, and is refused by name when it is over (boto3)',
    async () => {
      await create('counter', [{ VariantName: 'v', InitialInstanceCount: 3, InitialVariantWeight: 1 }]);
      const script = join(import.meta.dirname, 'sessions.py');
      const { stdout } = await run(clients?.python ?? '', [script, server.url], {
        env: server.environment,
        timeout: 120_000,
      });
      expect(stdout).toBe('sessions stay\n');
    },
  );

  it('stays in the variant that began it, of several', async () => {
    const of = (VariantName: string) => ({ VariantName, InitialInstanceCount: 1, InitialVariantWeight: 1 });
    await create('both', [of('one'), of('other')]);
    const begun = await Promise.all(Array.from({ length: 12 }, () => ask('both', 'NEW_SESSION')));
    // All twelve in one of two equal variants is a chance of 1 in 2048.
    for (const { began, process, variant } of begun)
      expect(await ask('both', began)).toEqual({ process, count: 2, began: '', variant });
  });

  it('that no replica began is the business of the container', async () => {
    await expect(ask('both', 'unheard-of')).rejects.toThrow('knows no session unheard-of');
  });
});
