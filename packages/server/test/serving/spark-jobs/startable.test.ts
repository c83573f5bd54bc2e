import { present } from '@catenary/scoring/internal/values';
import { expect, it } from 'vitest';
import type { SparkRunRecord, SparkRunStatus } from '../../../src/serving/records/spark-run-record.ts';
import { startable } from '../../../src/serving/spark-jobs/startable.ts';

const run = (id: string, parent: string, width?: number, status: SparkRunStatus = 'Queued') =>
  ({
    id,
    parent,
    status,
    definition: { submission: {}, face: {}, ...present({ width }) },
  }) as unknown as SparkRunRecord;

it.each([
  ['as many as there are places, oldest first', [run('1', 'a'), run('2', 'b'), run('3', 'c')], 2, ['1', '2']],
  ['of each resource what it allows', [run('1', 'a', 1), run('2', 'a', 1), run('3', 'b', 1)], 9, ['1', '3']],
  ['none beside those under way', [run('1', 'a', 1, 'Running'), run('2', 'a', 1)], 9, []],
  ['none beside one that is being stopped', [run('1', 'a', 1, 'Stopping'), run('2', 'a', 1)], 9, []],
  ['none without a place', [run('1', 'a')], 0, []],
])('begins %s', (_, runs, places, ids) => {
  expect(startable(runs, places)).toEqual(ids);
});
