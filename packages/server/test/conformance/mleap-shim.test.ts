import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const spark = await findSparkEnvironment();

it.skipIf(spark === undefined)(titleOf('mleap'), { timeout: 600_000 }, async () => {
  const server = await startTestServer();
  const folder = mkdtempSync(join(tmpdir(), 'catenary-recipe-'));
  try {
    const script = join(import.meta.dirname, 'mleap-shim.py');
    expect(await spark?.printedBy([script, folder], server.environment)).toEqual([
      'features: 5 of 5',
      'labels: 5 of 5 3',
      "folder: ['bundle.json', 'root']",
      'ValueError A bundle is written to a file of this machine, such as jar:file:/tmp/model.zip, not to "s3://recipe/model.zip".',
      expect.stringMatching(/^NotImplementedError Catenary writes bundles/),
    ]);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true, force: true });
  }
});
