import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { findHadoopJars } from '../support/hadoop-jars.ts';
import { findPythonEnvironment, pythonSdk2 } from '../support/python-environment.ts';
import { sparkConfiguration } from '../support/spark-configuration.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const spark = await findSparkEnvironment();
const jars = spark === undefined ? undefined : await findHadoopJars();
const sdk = jars === undefined ? undefined : await findPythonEnvironment(pythonSdk2);

it.skipIf(sdk === undefined)(titleOf('sdk2-spark'), { timeout: 1_200_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-processor-'));
  const config = join(folder, 'catenary.yaml');
  writeFileSync(config, sparkConfiguration(spark?.python ?? '', jars ?? []));
  const server = await startTestServer({ args: ['--config', config] });
  try {
    const script = join(import.meta.dirname, 'spark-processor.py');
    const options = { env: { ...server.environment, TERM: 'dumb' }, timeout: 1_100_000 };
    const { stdout } = await promisify(execFile)(
      sdk?.python ?? '',
      [script, join(import.meta.dirname, 'spark-jobs')],
      options,
    );
    // The SDK draws its progress in front of what is printed next.
    const lines = stdout.split('\n').map((line) => line.replace(/^\.*[!*]?/, ''));
    expect(lines.filter((line) => line !== '' && !line.startsWith('sagemaker.config'))).toEqual([
      'ended: Completed counted',
      'success: True',
      "counts: ['and,1', 'cat,1', 'dog,1', 'end,1', 'the,3']",
      'total: 7',
      "['setting: 2 hello']",
      'AlgorithmError: Command failed with exit code 1: ValueError: no words',
      "listed: ['words', 'words']",
    ]);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true, force: true });
  }
});
