import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { makeStandInSpark } from '../support/stand-in-spark.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const clients = await findPythonEnvironment();

it.skipIf(clients === undefined)(titleOf('boto3-emr'), { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-emr-'));
  makeStandInSpark(join(folder, 'spark'));
  const config = join(folder, 'catenary.yaml');
  writeFileSync(config, JSON.stringify({ spark: [{ name: 'stand-in', home: join(folder, 'spark') }] }));
  const server = await startTestServer({ args: ['--config', config] });
  try {
    const script = join(import.meta.dirname, 'emr.py');
    const options = { env: server.environment, timeout: 280_000 };
    const { stdout } = await promisify(execFile)(clients?.python ?? '', [script, clients?.aws ?? ''], options);
    expect(stdout.trim().split('\n')).toEqual([
      'made: WAITING',
      'step: good COMPLETED command-runner.jar two words',
      'stdout: words one two words hello',
      'stderr: aside',
      'waiter: WaiterError',
      "failure: Command failed with exit code 1: KeyError: 'column' True",
      'jar: The jar s3://steps/my.jar is not run by this server: command-runner.jar is, with spark-submit.',
      'protected: ValidationException',
      'ended: USER_REQUEST',
      "alone: {'two': 'COMPLETED', 'one': 'COMPLETED'} ALL_STEPS_COMPLETED",
      "broken: TERMINATED_WITH_ERRORS {'first': 'FAILED', 'second': 'CANCELLED'}",
      'waiting: WAITING CANCELLED',
      "none: InvalidRequestException Cluster id 'j-NONE' is not valid.",
      'listed: 3',
    ]);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true, force: true });
  }
});
