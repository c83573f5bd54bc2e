import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CountedWork } from './support/count-work.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What a process does from the import of a door to its rows, counted: the same on a busy machine, where times are not. */
function countWork(door: string, loader: string, path: string): CountedWork {
  const program = join(import.meta.dirname, 'support/count-work.ts');
  const words = ['--conditions=source', '--no-warnings', program, door, loader, join(root, path)];
  const env = { PATH: process.env['PATH'] };
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', env })) as CountedWork;
}

// Ceilings are what is done now, and a tenth more: a loop that calls once more for each row is beyond it. What it takes is measured by bench/scoring/library.ts.
describe('counted work', () => {
  it.each([
    // calls, files, kilobytes of source and kernels up to the first row; calls of a further row, and of 1,000 rows at once
    ['xgboost', 'loadXgboost', 'test/golden/xgboost/binary-logistic-3.2/model.ubj', [27_500, 115, 263, 1], 70, 13_300],
    ['lightgbm', 'loadLightgbm', 'test/golden/lightgbm/multiclass.txt', [28_500, 92, 182, 1], 95, 24_800],
    ['catboost', 'loadCatboost', 'test/golden/cells/catboost-3-0/model.cbm', [8_700, 94, 217, 1], 157, 112_300],
    ['sklearn', 'loadSklearn', 'test/golden/sklearn/ada-multi-1.9/model.joblib', [15_600, 490, 1_250, 0], 212, 32_400],
    ['mleap', 'loadMleap', 'examples/diamonds/sparkml/model.tar.gz', [216_000, 300, 740, 0], 425, 103_700],
    ['spark', 'loadSpark', 'test/golden/spark/3.3/pca/model.tar.gz', [92_600, 355, 957, 1], 115, 45_200],
  ] as const)('of the door %s does not grow', { timeout: 60_000 }, (door, loader, path, start, row, rows) => {
    const work = countWork(door, loader, path);
    const { calls, files, kilobytes, kernels } = work.start;
    const done = { calls, files, kilobytes, kernels, row: work.callsOfOneRow, rows: work.callsOfThousandRows };
    const [mostCalls, mostFiles, mostKilobytes, mostKernels] = start;
    const most = { calls: mostCalls, files: mostFiles, kilobytes: mostKilobytes, kernels: mostKernels, row, rows };
    const above = Object.entries(done).filter(([name, count]) => count > most[name as keyof typeof most]);
    expect(Object.fromEntries(above), `more than ${JSON.stringify(most)}`).toEqual({});
    // What is counted is there: a row takes some calls, and a thousand at once take fewer of them each.
    expect(done.row).toBeGreaterThan(10);
    expect(done.rows).toBeGreaterThan(1000);
    expect(done.rows / 1000).toBeLessThan(done.row);
  });
});
