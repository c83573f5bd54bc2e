import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { example } from '../support/diamonds.ts';
import { findSparkEnvironment, sparkReleases } from '../support/spark-environment.ts';
import { root } from '../support/start-server.ts';

const environments = await Promise.all(
  sparkReleases.map(async (release) => ({ release, spark: await findSparkEnvironment(release) })),
);

describe.each(environments)('pyspark $release', ({ spark }) => {
  it.skipIf(spark === undefined)(
    'CatenaryTransformer is a stage of a pipeline that is saved with its models; wide, nested and empty frames have their answers',
    { timeout: 600_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'catenary-spark-'));
      const foreign = (name: string) =>
        `${name}: The column "carat" is of a type that no model takes: cast it to a number, a boolean, a text, or an array of these.`;
      try {
        const script = [
          join(import.meta.dirname, 'spark-transformer.py'),
          example('.'),
          join(root, 'test/golden/chains'),
          folder,
        ];
        expect(await spark?.printedBy(script, { PATH: process.env.PATH, HOME: folder })).toEqual([
          "pipeline: ['row', 'prediction', 'dollars'] 2000 2000",
          'params: CatenaryTransformer True fail False',
          "copied: ['prediction', 'error'] fail",
          'wrong: on_error may be "column" or "fail", not "ignore".',
          "absent: [Errno 2] No such file or directory: 'nowhere.tar.gz'",
          'few rows: [None, None, None] 2000',
          'wide: 1013 2000',
          foreign('nested'),
          foreign('decimal'),
          foreign('map'),
          foreign('day'),
          // A cut that is null is one more category to the indexer, and so is an answer; a depth that is null is none.
          'nulls: 1000 [11] False',
          'no rows: 0 1',
          'memory: True',
        ]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
