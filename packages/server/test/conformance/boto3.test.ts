import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { example } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** The example's own scripts with AWS's real clients, unchanged. */
let server: TestServer;
const clients = await findPythonEnvironment();

describe.skipIf(clients === undefined)("AWS's own clients (needs boto3 and awscli from PyPI)", () => {
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });
  const options = () => ({
    env: { ...server.environment, PATH: `${dirname(clients?.aws ?? '')}:${process.env.PATH}` },
    timeout: 300_000,
  });

  it.each(['first', 'second'])(`${titleOf('boto3-chain')}, in the %s run`, async () => {
    const { stdout } = await run(clients?.python ?? '', [example('boto3_chain.py'), 'diamonds'], options());
    expect(stdout).toContain('requests: 2000 of 2000 equal');
    expect(stdout).toContain('transform job: Completed');
    expect(stdout).toContain('batch: 53940 of 53940 equal');
  });

  it.each(['first', 'second'])(`${titleOf('cli-chain')}, in the %s run`, async () => {
    const { stdout } = await run('sh', [example('aws-cli.sh'), 'diamonds-cli'], options());
    expect(stdout).toContain('InService');
    // The first three lines of expected/final.csv.
    expect(stdout).toContain('8639.35,luxury\n1566.0,fair\n2596.7,dear');
  });
});
