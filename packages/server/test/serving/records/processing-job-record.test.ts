import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { processingJobRecords } from '../../../src/serving/records/processing-job-record.ts';
import { tagRecords } from '../../../src/serving/records/tag-record.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const log = createLogger({ level: 'silent', pretty: false });
const dayMs = 24 * 3_600_000;

async function insert(store: Store, name: string, { schedule, endedAt }: { schedule?: string; endedAt?: number }) {
  const request = { ProcessingJobName: name, AppSpecification: { ImageUri: 'image' } };
  const job = { name, arn: `arn/${name}`, createdAt: 0, definition: { request } };
  await processingJobRecords.insert(store, schedule === undefined ? job : { ...job, schedule });
  if (endedAt !== undefined) await processingJobRecords.end(store, name, { status: 'Completed', endedAt });
}

const names = async (store: Store) => (await processingJobRecords.list(store)).map(({ name }) => name).toSorted();

describe('processingJobRecords', () => {
  it('drops what schedules made a quarter of a year ago, with its tags, and no other job', async () => {
    const { store } = await openTestStore(log);
    await insert(store, 'r/old', { schedule: 'r/s', endedAt: 0 });
    await insert(store, 'r/of-a-deleted-one', { schedule: 'r/gone', endedAt: 0 });
    await processingJobRecords.forgetSchedule(store, 'r/gone');
    await insert(store, 'r/new', { schedule: 'r/s', endedAt: 2 * dayMs });
    await insert(store, 'r/running', { schedule: 'r/s' });
    await insert(store, 'r/baseline', { endedAt: 0 });
    await tagRecords.put(store, 'arn/r/old', [{ Key: 'k', Value: 'v' }]);
    await processingJobRecords.dropOld(store, 93 * dayMs);
    expect(await names(store)).toEqual(['r/baseline', 'r/new', 'r/running']);
    expect(await tagRecords.list(store, 'arn/r/old')).toEqual([]);
  });

  it('does not list jobs of a deleted schedule as executions', async () => {
    const { store } = await openTestStore(log);
    await insert(store, 'r/kept', { schedule: 'r/s' });
    await insert(store, 'r/left', { schedule: 'r/gone' });
    await processingJobRecords.forgetSchedule(store, 'r/gone');
    expect((await processingJobRecords.executions(store)).map(({ name }) => name)).toEqual(['r/kept']);
    expect((await processingJobRecords.head(store, 'r/left'))?.schedule).toBeUndefined();
  });
});
