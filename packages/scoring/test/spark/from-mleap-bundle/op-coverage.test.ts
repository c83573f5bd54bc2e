import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opNames } from '../../../src/spark/op-table.ts';
import { allOps } from '../../../src/spark/ops.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/op-coverage.md'), 'utf8');

describe('docs/op-coverage.md', () => {
  it('lists exactly the ops of the table; run scripts/generate-op-coverage.ts after a change', () => {
    expect([...page.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1])).toEqual(opNames(allOps));
  });

  it('names a choice of docs/mleap-differences.md in each row that is not equal, and in no other', () => {
    const differences = readFileSync(join(import.meta.dirname, '../../../../../docs/mleap-differences.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    for (const row of rows) {
      const isEqual = [...row.matchAll(/(\d+) of (\d+)/g)].every(([, equal, all]) => equal === all);
      const choices =
        row
          .split(' | ')
          .at(-1)
          ?.replace(/ \|$/, '')
          .split('; ')
          .filter((choice) => choice !== '' && choice !== '|') ?? [];
      expect([row, choices.length === 0]).toEqual([row, isEqual]);
      for (const choice of choices) expect(differences).toContain(choice);
    }
  });
});
