import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/archive.ts';
import { loadSpark } from '../../../src/spark.ts';

const folder = join(import.meta.dirname, '../../../../../test/golden/reports/spark');

const linesOf = <T>(name: string, file: string) =>
  readFileSync(join(folder, name, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const open = (name: string, options?: Parameters<typeof loadSpark>[1]) =>
  loadSpark(openArchive(readFileSync(join(folder, name, 'model.tar.gz'))), options);

describe('a pipeline with the StringIndexer of its labels, loaded without a word of its columns', () => {
  it.each(['label-left-out', 'labels-left-out-together', 'forest-left-out'])(
    '%s: asks for what Spark needs of rows without labels, and answers as Spark',
    async (name) => {
      const model = await open(name);
      expect(model.inputs.map((input) => input.name)).toEqual(['day', 'n']);
      const rows = linesOf<Record<string, string | number | null>>(name, 'input.jsonl');
      const answers = linesOf<{ output?: Record<string, unknown> }>(name, 'expected.jsonl');
      const [row = {}] = rows;
      expect(model.predictOne(row)).toMatchObject({ d: 0, prediction: answers[0]?.output?.['prediction'] });
      expect(Object.keys(model.predictOne(row))).toEqual(Object.keys(answers[0]?.output ?? {}));
      // Rows that have their label as well are taken, too.
      expect(model.predictOne({ ...row, verdict: 'yes' })).toEqual(model.predictOne(row));
    },
  );

  it('asks for the label where its index is wanted', async () => {
    const model = await open('label-left-out', { outputs: ['label'] });
    expect(model.inputs.map((input) => input.name)).toEqual(['verdict']);
    // Most rows of the training said "yes", which is so the first label.
    expect(model.predictOne({ verdict: 'yes' })).toEqual({ label: 0 });
  });
});
