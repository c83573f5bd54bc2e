import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { LogWriter } from '../../../src/platform/logs/log-writer.ts';
import { readStream } from '../../../src/platform/logs/read-stream.ts';
import { lockDatabase } from '../../support/locked-database.ts';
import { openTestStore } from '../../support/open-test-store.ts';

it('lines that a locked store does not take are written later, each once and in their order', async () => {
  const warnings: unknown[] = [];
  const log = { warn: (entry: unknown) => void warnings.push(entry) };
  const { store, location } = await openTestStore(log);
  const writer = new LogWriter({ store, instance: 'one', log, now: () => 1_795_000_000_000 });
  onTestFinished(() => writer.close());
  const name = { group: '/aws/sagemaker/Endpoints/e', stream: 's' };
  writer.write(name, 'before');
  await writer.flush();
  const lock = lockDatabase(location);
  writer.write(name, 'while it is locked, 1');
  await writer.flush();
  writer.write(name, 'while it is locked, 2');
  await writer.flush();
  expect(warnings).toHaveLength(1);
  lock.release();
  writer.write(name, 'after');
  await writer.flush();
  const events: [number, string][] = [];
  for await (const { number, message } of readStream(store, name, { number: 0, isBackward: false, since: 0 }))
    events.push([number, message]);
  expect(events).toEqual([
    [0, 'before'],
    [1, 'while it is locked, 1'],
    [2, 'while it is locked, 2'],
    [3, 'after'],
  ]);
});

it('sizes and times of streams are added up without reading their events', async () => {
  const { store } = await openTestStore({ warn: () => undefined });
  // As `read-stream.ts` and `drop-oldest.ts` ask.
  const plan = await sql<{ detail: string }>`explain query plan
    select group_name, stream_name, sum(bytes), min(first_time), max(last_time) from log_chunk
    group by group_name, stream_name`.execute(store);
  expect(plan.rows.map(({ detail }) => detail)).toEqual(['SCAN log_chunk USING COVERING INDEX log_chunk_sums']);
});
