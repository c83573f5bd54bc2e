import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { findPythonEnvironment, pythonSdk2, pythonSdk3 } from '../support/python-environment.ts';
import { runCatenaryIn } from '../support/run-catenary.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);
const versions = [
  { version: '2', python: (await findPythonEnvironment(pythonSdk2))?.python },
  { version: '3', python: (await findPythonEnvironment(pythonSdk3))?.python },
];

const folder = mkdtempSync(join(tmpdir(), 'catenary-default-bucket-'));
/** Where requests to AWS itself would go: what was asked for is noted, and refused. */
const asked: string[] = [];
const proxy = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (chunk) => {
    asked.push(chunk.toString().split('\r\n', 1)[0] ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
});
let server: TestServer;

beforeAll(async () => {
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Without any way to AWS but the proxy. */
const outside = () => {
  const { port } = proxy.address() as AddressInfo;
  return { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '127.0.0.1', AWS_MAX_ATTEMPTS: '1', TERM: 'dumb' };
};
const keys = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };

/** The ways that boto3 documents ("Configuring service-specific endpoints"). */
function waysToSay(url: string): Readonly<Record<string, NodeJS.ProcessEnv>> {
  const config = join(folder, 'config');
  const services = ['sts', 's3', 'sagemaker', 'iam'].map((name) => `${name} =\n  endpoint_url = ${url}`).join('\n');
  writeFileSync(config, `[profile here]\nservices = local\nregion = us-east-1\n[services local]\n${services}\n`);
  return {
    AWS_ENDPOINT_URL: { AWS_ENDPOINT_URL: url, AWS_DEFAULT_REGION: 'us-east-1' },
    AWS_ENDPOINT_URL_STS: {
      AWS_ENDPOINT_URL_STS: url,
      AWS_ENDPOINT_URL_S3: url,
      AWS_ENDPOINT_URL_SAGEMAKER: url,
      AWS_DEFAULT_REGION: 'us-east-1',
    },
    'a profile with services': { AWS_CONFIG_FILE: config, AWS_PROFILE: 'here' },
  };
}

describe.each(versions)('default_bucket() of the sagemaker SDK, version $version', ({ version, python }) => {
  const script = join(import.meta.dirname, 'default-bucket.py');

  it.skipIf(python === undefined)(titleOf('sdk2-bucket'), { timeout: 900_000 }, async () => {
    const said = await runCatenaryIn({ folder, env: keys }, 'env', '--data', server.data, '--json');
    const printed = JSON.parse(said.stdout) as Record<string, string>;
    const defaults = { SAGEMAKER_ADMIN_CONFIG_OVERRIDE: printed['SAGEMAKER_ADMIN_CONFIG_OVERRIDE'] };
    const ways = waysToSay(server.url);
    const cases = {
      'catenary env': printed,
      ...Object.fromEntries(Object.entries(ways).map(([way, env]) => [way, { ...env, ...defaults }])),
      'without defaults': ways['AWS_ENDPOINT_URL'],
    };
    asked.length = 0;
    const { PATH, HOME } = server.environment;
    const env = { PATH, HOME, ...keys, ...outside() };
    const { stdout } = await run(python ?? '', [script, version, JSON.stringify(cases)], { env, timeout: 880_000 });
    const bucket = 'sagemaker-us-east-1-000000000000';
    const made = {
      'account of boto3': '000000000000',
      bucket,
      again: bucket,
      // Under it, the SDK's own word for captures.
      ...(version === '2' ? { capture: `s3://${bucket}/model-monitor/data-capture` } : {}),
      read: 'hello',
    };
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      'catenary env': made,
      AWS_ENDPOINT_URL: made,
      AWS_ENDPOINT_URL_STS: made,
      'a profile with services': made,
      'without defaults': { 'account of boto3': '000000000000', failed: 'ProxyConnectionError' },
    });
    // Of all these, the last one alone went out; it says the protocol of its proxy by its own version of Python.
    expect(new Set(asked.map((line) => line.replace(/ HTTP\/1\.[01]$/, '')))).toEqual(
      new Set(['CONNECT sts.us-east-1.amazonaws.com:443']),
    );
  });
});
