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
    'catenary-spark answers in a data frame what the libraries answer, and says of each row why it has no answer',
    { timeout: 600_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'catenary-spark-'));
      try {
        const script = [
          join(import.meta.dirname, 'spark-score.py'),
          example('.'),
          join(root, 'test/golden/chains'),
          folder,
        ];
        expect(await spark?.printedBy(script, { PATH: process.env.PATH, HOME: folder })).toEqual([
          // The answers of MLeap and XGBoost to the same rows stand in test/golden/chains.
          "columns: ['prediction', 'error'] double",
          'equal: 2000 of 2000',
          'failed: [7, 507, 1007, 1507] {None} 1996',
          'why: VectorAssembler cannot take a null (column "carat")',
          'fails: ValueError: A row has no answer: VectorAssembler cannot take a null (column "carat")',
          'taken: The data frame has the column "prediction" already: rename or drop it.',
          'lacks: The input lacks the column "x".',
          'foreign: The column "carat" is of a type that no model takes: cast it to a number, a boolean, a text, or an array of these.',
          'result: The answer has no column "price"; it has prediction.',
          'beside: [1, None] 2026-01-02 1.5 True',
          'pipeline: features array<double> 29',
          'by position: 2000',
          'vectors: 11 of 11',
          'killed: True 2000',
        ]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
