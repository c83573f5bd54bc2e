import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { savedCases, stageKinds } from '../from-spark-save/saved-case.ts';
import { readExportedAnswers } from './exported-answers.ts';
import { explain } from './known-differences.ts';

const kept = readExportedAnswers();

describe("answers of MLeap's runtime that are not Spark's", () => {
  it('are explained one by one, by what is known of MLeap', async () => {
    const [explained, open]: [Record<string, number>, string[]] = [{}, []];
    for (const golden of savedCases()) {
      const name = `${golden.version} ${golden.name}`;
      const rows = Object.entries(kept.get(name)?.otherwise ?? {});
      if (rows.length === 0) continue;
      const [kinds, texts] = [await stageKinds(golden), readFileSync(join(golden.folder, 'input.jsonl'), 'utf8')];
      for (const [at, runtime] of rows) {
        const spark = golden.spark?.[Number(at)];
        const row = texts.split('\n')[Number(at)] ?? '';
        const why = spark && explain({ kinds, row, runtime, spark });
        if (why === undefined) open.push(`${name} row ${at}`);
        else explained[why] = (explained[why] ?? 0) + 1;
      }
    }
    expect(open).toEqual([]);
    // Counted by the names of the cases in answers.jsonl: 287 of 5,589 rows.
    expect(explained).toEqual({
      'fails at a null': 109,
      'refuses an index with a fraction': 24,
      'takes what Spark refuses': 45,
      'hashes are one tensor': 80,
      'scaled values are clamped': 24,
      'replaces a NaN although another value is missing': 2,
      'fills short vectors up with zeros': 2,
      'margins are infinite': 1,
    });
  });

  it('are not explained by the kind of a stage alone', () => {
    const spark = { row: 0, output: { o: { type: 'dense', values: [0.25, -0.5] } } };
    const runtime = { row: 0, output: { o: { type: 'dense', values: [0.25, 0.5] } } };
    const row = '{"v":{"type":"dense","values":[1,2]}}';
    for (const kind of ['MaxAbsScalerModel', 'BucketedRandomProjectionLSHModel', 'ImputerModel', 'PolynomialExpansion'])
      expect(explain({ kinds: new Set([kind]), row, runtime, spark })).toBeUndefined();
    const failed = { row: 0, error: 'NullPointerException: trying to cast null to non-nullable value' };
    expect(explain({ kinds: new Set(), row, runtime: failed, spark })).toBeUndefined();
  });
});
