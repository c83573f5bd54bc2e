import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { example } from '../support/diamonds.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { root } from '../support/start-server.ts';

const spark = await findSparkEnvironment();

it.skipIf(spark === undefined)(
  'each row has its answer once where an executor is killed and a task runs twice',
  { timeout: 600_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-spark-'));
    try {
      const script = [
        join(import.meta.dirname, 'spark-losses.py'),
        example('.'),
        join(root, 'test/golden/chains'),
        folder,
      ];
      expect(await spark?.printedBy(script, { PATH: process.env.PATH, HOME: folder })).toEqual([
        "happened: ['lost', 'slow', 'again']",
        'rows: 2000 2000 2000',
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
