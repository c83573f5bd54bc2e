import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** Session tokens are refused in words, in the protocol and by the code of each service. */
let server: TestServer;
const clients = await findPythonEnvironment();

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const words =
  'The security token included in the request is invalid: this server has no session tokens. Unset AWS_SESSION_TOKEN, and sign with a key pair of this server; catenary env prints the lines for both.';

it.skipIf(clients === undefined)(
  'boto3 reads why its session token is refused (needs it from PyPI)',
  async () => {
    const script = join(import.meta.dirname, 'session-tokens.py');
    const { stdout } = await run(clients?.python ?? '', [script], { env: server.environment, timeout: 120_000 });
    expect(stdout.trimEnd().split('\n')).toEqual([
      `sagemaker | InvalidClientTokenId | ${words}`,
      `sagemaker-runtime | InvalidClientTokenId | ${words}`,
      `sts | InvalidClientTokenId | ${words}`,
      `cloudwatch | InvalidClientTokenId | ${words}`,
      `s3 | InvalidToken | ${words}`,
      's3 | 400 | InvalidToken',
      's3v4 | 400 | InvalidToken',
      'form | 400 | InvalidToken',
    ]);
  },
  180_000,
);

it('a token that nobody signed is refused as well', async () => {
  const { accessKeyId } = credentials;
  const url = `${server.url}/b/k?X-Amz-Security-Token=a&AWSAccessKeyId=${accessKeyId}&Expires=9999999999&Signature=a`;
  expect(await (await fetch(url)).text()).toContain('<Code>InvalidToken</Code>');
});
