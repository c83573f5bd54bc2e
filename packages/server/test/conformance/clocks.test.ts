import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJumpingClock } from '../support/jumping-clock.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);
const clients = await findPythonEnvironment();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const time = String.raw`\d{8}T\d{6}Z`;
const remedy = String.raw`Their clocks may differ by 15 minutes: set the one that is wrong\.`;
const late = new RegExp(
  `^Signature expired: ${time} is now earlier than allowed; the server's time is ${time}\\. ${remedy}$`,
);
const early = new RegExp(
  `^Signature not yet current: ${time} is still later than the server's time ${time}\\. ${remedy}$`,
);

describe('a client whose clock is an hour off', () => {
  it.skipIf(clients === undefined)('is told both times and what to do: boto3', { timeout: 120_000 }, async () => {
    const script = join(import.meta.dirname, 'clocks.py');
    const { stdout } = await run(clients?.python ?? '', [script], {
      env: server.environment,
      timeout: 100_000,
    });
    expect(JSON.parse(stdout)).toEqual({
      's3 -1': ['RequestTimeTooSkewed', expect.stringMatching(late)],
      's3 0': ['', 'answered'],
      's3 1': ['RequestTimeTooSkewed', expect.stringMatching(early)],
      'sagemaker -1': ['RequestExpired', expect.stringMatching(late)],
      'sagemaker 0': ['', 'answered'],
      'sagemaker 1': ['RequestExpired', expect.stringMatching(early)],
    });
  });

  // The SDK for JavaScript reads the server's time from the refusal, and signs again by it.
  it.each([-3_600_000, 3_600_000])(
    'is served, as its SDK corrects it: %i ms',
    { timeout: 60_000 },
    async (offsetMs) => {
      const clock = startJumpingClock();
      clock.set(offsetMs);
      const script = join(import.meta.dirname, 'clocks.mjs');
      const env = { ...server.environment, ...clock.environment };
      const { stdout } = await run(process.execPath, [script], { env, timeout: 50_000 }).finally(() => clock.close());
      expect(JSON.parse(stdout)).toEqual({ s3: 2, sagemaker: 2 });
    },
  );
});
