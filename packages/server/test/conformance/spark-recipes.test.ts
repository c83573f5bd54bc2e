import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { findHadoopJars } from '../support/hadoop-jars.ts';
import { sparkConfiguration } from '../support/spark-configuration.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const spark = await findSparkEnvironment();
const jars = spark === undefined ? undefined : await findHadoopJars();

it.skipIf(jars === undefined)(titleOf('boto3-glue'), { timeout: 1_200_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-recipes-'));
  const config = join(folder, 'catenary.yaml');
  const python = spark?.python ?? '';
  writeFileSync(config, sparkConfiguration(python, jars ?? []));
  const server = await startTestServer({ args: ['--config', config] });
  try {
    const script = join(import.meta.dirname, 'spark-recipes.py');
    const options = { env: server.environment, timeout: 1_100_000 };
    const { stdout } = await promisify(execFile)(python, [script, join(import.meta.dirname, 'spark-jobs')], options);
    expect(stdout.trim().split('\n')).toEqual([
      'at once: Concurrent runs exceeded for abalone',
      'abalone: SUCCEEDED ',
      'told: 0 /aws-glue/jobs 5 60 True',
      'features: 5 of 5',
      'dbpedia: SUCCEEDED ',
      // Tokenizer: lower case, cut at white space.
      "text: ['__label__1 a company makes cars', '__label__2 the river flows', '__label__1 software']",
      'cars: SUCCEEDED ',
      'told: False',
      'features: 5 of 5',
      "labels: ['unacc', 'acc', 'good', 'acc', 'unacc']",
      'runs: [1, 1, 1]',
      "left: ['abalone', 'dbpedia']",
      'gone: EntityNotFoundException Job with name: cars not found.',
    ]);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true, force: true });
  }
});
