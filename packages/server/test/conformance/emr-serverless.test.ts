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

it.skipIf(clients === undefined)(titleOf('boto3-emr-serverless'), { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-serverless-'));
  makeStandInSpark(join(folder, 'spark'));
  const config = join(folder, 'catenary.yaml');
  writeFileSync(config, JSON.stringify({ spark: [{ name: 'stand-in', home: join(folder, 'spark') }] }));
  const server = await startTestServer({ args: ['--config', config] });
  try {
    const script = join(import.meta.dirname, 'emr-serverless.py');
    const options = { env: server.environment, timeout: 580_000 };
    const { stdout } = await promisify(execFile)(clients?.python ?? '', [script, clients?.aws ?? ''], options);
    expect(stdout.trim().split('\n')).toEqual([
      'same: True 409 ConflictException: clientToken was used for an application with other members.',
      'made: features True CREATED',
      expect.stringMatching(/^not started: 409 ConflictException: Application \w+ is not started: it is CREATED\.$/),
      "run: SUCCESS good True ['one', 'two words'] emr-6.9.0",
      'stdout: words one two words hello',
      'stderr: aside',
      'logged: words one two words hello',
      "bad: Command failed with exit code 1: KeyError: 'column'",
      'option: The option --class of spark-submit is not offered.',
      "quote: sparkSubmitParameters has a quote ' without its end.",
      expect.stringMatching(/^busy: 400 ValidationException: Application \w+ has 1 job runs that have not ended/),
      'cancelled: CANCELLED 400',
      'listed: [2, 2, 1]',
      "found: ['good', 'slow'] []",
      'none: 404 ResourceNotFoundException: JobRun 00none does not exist.',
      'refused: 400 ValidationException: jobDriver.hive is not offered: give sparkSubmit.',
      'delete: 400 ValidationException',
      "stopped: [('features', 'STOPPED')]",
      'deleted: 404 ResourceNotFoundException []',
    ]);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true, force: true });
  }
});
