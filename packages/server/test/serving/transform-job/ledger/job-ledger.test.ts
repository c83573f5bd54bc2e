import { describe, expect, it } from 'vitest';
import type { ObjectPlace, ObjectStore } from '../../../../src/platform/storage/object-store.ts';
import type { CheckpointStore, JobCheckpoint } from '../../../../src/serving/transform-job/ledger/checkpoint.ts';
import {
  CheckpointError,
  JobLedger,
  type ObjectTask,
} from '../../../../src/serving/transform-job/ledger/job-ledger.ts';
import type { InputObject } from '../../../../src/serving/transform-job/records/input-objects.ts';

const objects: InputObject[] = ['a', 'b', 'c'].map((key) => ({
  bucket: 'in',
  key,
  relativePath: key,
  size: 10,
  etag: key,
}));

/** Checkpoints and outputs in memory; what was written survives, as it would a kill. */
function memory() {
  const kept: { checkpoint?: string; writes: number; dropped: string[]; fail?: Error } = { writes: 0, dropped: [] };
  const store: CheckpointStore = {
    load: () =>
      Promise.resolve(
        kept.checkpoint === undefined
          ? undefined
          : { checkpoint: JSON.parse(kept.checkpoint) as JobCheckpoint, objects },
      ),
    begin: (_objects, checkpoint) => store.save(checkpoint),
    save: async (checkpoint) => {
      const text = JSON.stringify(checkpoint);
      await new Promise((resolve) => setImmediate(resolve));
      if (kept.fail !== undefined) throw kept.fail;
      kept.checkpoint = text;
      kept.writes++;
    },
  };
  const outputs = {
    dropOutput: ({ key }: ObjectPlace, { id }: { id?: string }) => {
      kept.dropped.push(`${key}/${id ?? '?'}`);
      return Promise.resolve();
    },
  } as unknown as ObjectStore;
  return { kept, open: () => JobLedger.open(store, outputs, () => Promise.resolve(objects)) };
}

const at = (record: number, id?: string) => ({
  position: { byte: record * 10, record, line: record },
  rejectedCount: 0,
  isSealed: false,
  ...(id === undefined ? {} : { output: { output: { length: record, isSealed: false, detail: { id } } } }),
});

describe('JobLedger', () => {
  it('gives each object out once, and after a crash those that were not finished where they were', async () => {
    const { open } = memory();
    const ledger = await open();
    const [a, b] = [ledger.claim(), ledger.claim()] as [ObjectTask, ObjectTask];
    expect([a.object.key, b.object.key]).toEqual(['a', 'b']);
    await ledger.finish(b, at(7));
    await ledger.reach(0, at(5));
    const again = await open();
    expect(again.isResumed).toBe(true);
    expect(again.claim()).toEqual({ ordinal: 0, object: objects[0], checkpoint: at(5) });
    expect(again.claim()?.object.key).toBe('c');
    expect(again.claim()).toBeUndefined();
    expect(again.state).toMatchObject({ objectsDone: 1, records: 7, bytesDone: 10 });
  });

  it('keeps to what the first container wished for when it was first asked', async () => {
    const { open } = memory();
    const [wishing, silent] = [await open(), await memory().open()];
    expect(wishing.pinParameters({ maxPayloadInMB: 2 })).toEqual({ maxPayloadInMB: 2 });
    wishing.claim();
    await wishing.reach(0, at(1));
    expect((await open()).pinParameters(undefined)).toEqual({ maxPayloadInMB: 2 });
    expect(silent.pinParameters(undefined)).toEqual({});
    expect(silent.pinParameters({ maxPayloadInMB: 2 })).toEqual({});
  });

  it('writes once for all who ask while a write is under way', async () => {
    const { open, kept } = memory();
    const ledger = await open();
    for (const _ of objects) ledger.claim();
    const before = kept.writes;
    await Promise.all([ledger.reach(0, at(1)), ledger.reach(1, at(2)), ledger.reach(2, at(3))]);
    expect(kept.writes - before).toBe(1);
    expect(Object.keys((JSON.parse(kept.checkpoint as string) as JobCheckpoint).open)).toEqual(['0', '1', '2']);
  });

  it('drops what outputs left that no checkpoint continues, and keeps what one does', async () => {
    const { open, kept } = memory();
    const ledger = await open();
    ledger.claim();
    const journal = ledger.journal(0, 'out', 'a.out');
    await journal.starting();
    await journal.started('first');
    await ledger.reach(0, at(1, 'first'));
    await ledger.journal(0, 'out', 'a.rejected.jsonl').starting();
    const again = await open();
    expect(kept.dropped).toEqual(['a.rejected.jsonl/?']);
    const task = again.claim() as ObjectTask;
    await again.finish(task, task.checkpoint);
    expect(kept.dropped).toEqual(['a.rejected.jsonl/?', 'a.out/first']);
  });

  it('names the first object in the order of keys that failed, whichever failed first', async () => {
    const { open } = memory();
    const ledger = await open();
    const [a, , c] = [ledger.claim(), ledger.claim(), ledger.claim()] as [ObjectTask, ObjectTask, ObjectTask];
    await ledger.fail(c, 'c failed');
    await ledger.fail(a, 'a failed');
    expect(ledger.state).toMatchObject({ failed: 2, failure: { ordinal: 0, reason: 'a failed' } });
  });

  it('settles columns by the first object in the order of keys that has lines, and keeps them over a crash', async () => {
    const { open } = memory();
    const ledger = await open();
    const [, b] = [ledger.claim(), ledger.claim(), ledger.claim()] as [ObjectTask, ObjectTask, ObjectTask];
    const { signal } = new AbortController();
    const told = (name: string) => [{ name, type: 'text' }] as const;
    const settle = (ordinal: number) =>
      ledger.sharedColumns(ordinal, signal).settle((agreed) => agreed ?? told(`of ${ordinal}`));
    const third = settle(2);
    const second = settle(1);
    // The first has no lines, and waits for the others: the second is next.
    expect(ledger.sharedColumns(0, signal).finish(told('unseen'))).toBeUndefined();
    expect([await second, await third]).toEqual([told('of 1'), told('of 1')]);
    await ledger.finish(b, at(1));
    await ledger.reach(2, at(1));
    const again = await open();
    expect(await again.sharedColumns(0, signal).settle((agreed) => agreed)).toEqual(told('of 1'));
  });

  it('waits for columns no longer than the job runs, and not for an object that failed', async () => {
    const { open } = memory();
    const ledger = await open();
    const [a] = [ledger.claim(), ledger.claim()] as [ObjectTask, ObjectTask];
    const stop = new AbortController();
    const stopped = ledger.sharedColumns(1, stop.signal).settle(() => []);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    const waiting = ledger.sharedColumns(1, new AbortController().signal).settle(() => []);
    await ledger.fail(a, 'a failed');
    expect(await waiting).toEqual([]);
  });

  it('writes nothing more once a write was refused', async () => {
    const { open, kept } = memory();
    const ledger = await open();
    ledger.claim();
    kept.fail = new Error('the lease was taken');
    await expect(ledger.reach(0, at(1))).rejects.toThrow(CheckpointError);
    delete kept.fail;
    await expect(ledger.reach(0, at(2))).rejects.toThrow('the lease was taken');
    expect((JSON.parse(kept.checkpoint as string) as JobCheckpoint).open).toEqual({});
  });
});
