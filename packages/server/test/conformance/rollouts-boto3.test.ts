import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);
const clients = await findPythonEnvironment();
let server: TestServer;

describe.skipIf(clients === undefined)('boto3 (needs boto3 and awscli from PyPI)', () => {
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  it('rolls out, back and on, captures and compares', async () => {
    const script = join(import.meta.dirname, 'rollouts.py');
    const { stdout } = await run(clients?.python ?? '', [script, example('.')], {
      env: server.environment,
      timeout: 120_000,
    });
    const { share: _share, ...result } = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toEqual({
      canary: [
        'InService',
        'blue',
        'The following alarms were in state ALARM while the deployment was watched: errors. It was rolled back.',
      ],
      back: [['blue'], 0],
      linear: ['InService', 'green', false],
      load: [['blue', 'green'], 0],
      watched: ['Started', 'shadow'],
      // Rule of three: 3 / 40.
      verdict: ['equal', { compared: 40, equal: 40, shareEqual: 1, shareDifferentAtMost: 0.075 }],
    });
  }, 150_000);
});
