import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import type { StageContext } from '../../../src/serving/container/stage-context.ts';
import { JobProgress } from '../../../src/serving/transform-job/job-progress.ts';
import { JobRunner } from '../../../src/serving/transform-job/job-runner.ts';
import { type CheckpointStore, emptyCheckpoint } from '../../../src/serving/transform-job/ledger/checkpoint.ts';
import { transformRequest } from '../../support/transform-plan.ts';

describe('JobRunner', () => {
  it('fails a stored job whose request this server refuses, with its words, and leaves nothing of it behind', async () => {
    const dropped: string[] = [];
    const dropOutput: ObjectStore['dropOutput'] = async ({ bucket, key }) => void dropped.push(`${bucket}/${key}`);
    const runner = new JobRunner({
      objects: { dropOutput } as ObjectStore,
      stages: {} as StageContext,
      fuse: true,
      log: createLogger({ level: 'silent', pretty: false }),
      logs: { instance: 'i-1', write: () => undefined, flush: () => Promise.resolve() },
      checkpointMs: 1000,
      inSpark: () => Promise.reject(new Error('it asks for no Spark')),
    });
    const left = { 0: [{ bucket: 'out', key: 'rows/a.csv.out', id: 'spool' }] };
    const checkpoints: CheckpointStore = {
      load: async () => ({ objects: [], checkpoint: { ...emptyCheckpoint(), left } }),
      begin: () => Promise.reject(new Error('it was begun before')),
      save: async () => undefined,
    };
    const head = { name: 'us-east-1/job', arn: 'arn', status: 'InProgress' as const, createdAt: 1, modifiedAt: 1 };
    const request = transformRequest({ Environment: { CATENARY_BATCH_OLD: 'on' } });
    const run = { checkpoints, startTime: 1, progress: new JobProgress(), signal: new AbortController().signal };
    const outcome = await runner.run({ ...head, request, containers: [] }, run);
    expect(outcome).toEqual({
      status: 'Failed',
      reason: expect.stringContaining('ClientError: CATENARY_BATCH_OLD is not a variable of a transform job'),
    });
    expect(dropped).toEqual(['out/rows/a.csv.out']);
  });
});
