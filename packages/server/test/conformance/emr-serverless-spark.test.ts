import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findHadoopJars } from '../support/hadoop-jars.ts';
import { sparkConfiguration } from '../support/spark-configuration.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const spark = await findSparkEnvironment();
const jars = spark === undefined ? undefined : await findHadoopJars();

it.skipIf(jars === undefined)(
  'job runs of EMR Serverless fit, write, fail and are cancelled in Spark',
  { timeout: 900_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-serverless-'));
    const config = join(folder, 'catenary.yaml');
    const python = spark?.python ?? '';
    writeFileSync(config, sparkConfiguration(python, jars ?? []));
    const server = await startTestServer({ args: ['--config', config] });
    try {
      const script = join(import.meta.dirname, 'emr-serverless-spark.py');
      const options = { env: server.environment, timeout: 880_000 };
      const { stdout } = await promisify(execFile)(python, [script, join(import.meta.dirname, 'spark-jobs')], options);
      expect(stdout.trim().split('\n')).toEqual([
        "run: SUCCESS  ['RUNNING', 'SUCCESS'] True",
        'stdout: fitted 60 3.5.8 blue',
        'logged: fitted 60 3.5.8 blue',
        'answers: 60 True True True',
        'bad: FAILED True True',
        'foreign: FAILED True',
        expect.stringMatching(/^cancelled: CANCELLED \['(RUNNING', ')?(CANCELLING', ')?CANCELLED'\]$/),
      ]);
    } finally {
      await server.stop();
      removeData(server);
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
