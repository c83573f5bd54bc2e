import { join } from 'node:path';
import { expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { findHadoopJars } from '../support/hadoop-jars.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const spark = await findSparkEnvironment();
const jars = spark === undefined ? undefined : await findHadoopJars();

it.skipIf(jars === undefined)(titleOf('s3a'), { timeout: 600_000 }, async () => {
  const server = await startTestServer();
  try {
    const script = [join(import.meta.dirname, 'spark-s3a.py'), jars?.join() ?? ''];
    expect(await spark?.printedBy(script, server.environment)).toEqual([
      // Rows, and the sum of 0 to 999.
      'csv: 1000 499500 3 True',
      'appended: 2000 999000 2',
      'overwritten: 10 45 1',
      'exists: True',
      // Hive's own escape of an equals sign in a folder's name.
      "partitioned: 1000 333 ['kind=kind é%3D0', 'kind=kind é%3D1', 'kind=kind é%3D2']",
      "one of them: 672 {'0': 334, '1': 333, '2': 5}",
      'in parts: True True 250000',
      'left open: []',
      "text: ['text/_SUCCESS', 'text/part-00000'] 1000",
      'renamed: True [] 672',
      "made: True True ['a/b/']",
      'deleted: True [] False',
    ]);
  } finally {
    await server.stop();
    removeData(server);
  }
});
