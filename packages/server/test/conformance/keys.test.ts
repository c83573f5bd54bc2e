import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { casesOf, titleOf } from '../support/client-features.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);
const clients = await findPythonEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'catenary-statements-'));
const shop = { accessKeyId: 'SHOP', secretAccessKey: 'secret of the shop' };
let server: TestServer;

const keys = `
- accessKeyId: ${shop.accessKeyId}
  secretAccessKey: ${shop.secretAccessKey}
  statements:
    - { effect: Allow, actions: ['s3:*Object', s3:ListBucket], resources: ['arn:aws:s3:::team', 'arn:aws:s3:::team/shop/*'] }
    - { effect: Deny, actions: ['s3:Delete*'], resources: ['arn:aws:s3:::team/shop/keep*'] }
    - { effect: Allow, actions: ['sagemaker:*'], resources: ['arn:aws:sagemaker:eu-west-1:*:*/shop-*'] }
    - { effect: Deny, actions: ['sagemaker:Delete*'], resources: ['*'] }
    - { effect: Allow, actions: ['sts:*'], resources: ['*'] }
- accessKeyId: PROMETHEUS
  secretAccessKey: secret of prometheus
  statements:
    - { effect: Allow, actions: [sagemaker:GetPrometheusMetrics], resources: ['*'] }
`;

beforeAll(async () => {
  const path = join(folder, 'keys.yaml');
  writeFileSync(path, keys);
  server = await startTestServer({ args: ['--keys-file', path] });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

it.skipIf(clients === undefined)(titleOf('boto3-keys'), async () => {
  const script = join(import.meta.dirname, 'keys.py');
  const { stdout } = await run(clients?.python ?? '', [script, shop.accessKeyId, shop.secretAccessKey], {
    env: { ...server.environment, AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-west-1' },
    timeout: 120_000,
  });
  expect(stdout.trim().split('\n')).toEqual(casesOf('boto3-keys').map((name) => `ok ${name}`));
});

it.each([
  ['PROMETHEUS', 'secret of prometheus', 200],
  ['PROMETHEUS', 'another secret', 401],
  [shop.accessKeyId, shop.secretAccessKey, 403],
])('metrics are for those whose statements say so: %s with "%s" gets %d', async (id, secret, status) => {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  expect((await fetch(`${server.url}/metrics`, { headers: { authorization } })).status).toBe(status);
});
