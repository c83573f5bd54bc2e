import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import type { NativeContainer } from '../../../../src/serving/container/surfaces/native-container.ts';
import { settleBatch, wishesOfWorkers } from '../../../../src/serving/transform-job/chain/batch-settings.ts';

const native = new InProcessStage({ hostname: 'native', image: 'image' }, {} as NativeContainer);
const withProcesses = (processCount?: number) => ({ processCount }) as Stage;

const plan = { invocationTimeoutMs: 600_000, maxRetries: 3, isDivisible: true };
const asked = { ...plan, strategy: 'SINGLE_RECORD' as const, maxConcurrentTransforms: 3, maxPayloadInMB: 2 };
const wishes = { batchStrategy: 'SINGLE_RECORD' as const, maxConcurrentTransforms: 4, maxPayloadInMB: 5 };
const MiB = 1024 * 1024;

describe('settleBatch()', () => {
  // Precedence: developer guide, "Use Your Own Inference Code with Batch Transform"; defaults: CreateTransformJob.
  it.each([
    ['the defaults of the service', plan, {}, ['MULTI_RECORD', 1, 6 * MiB]],
    ["the container's wishes", plan, wishes, ['SINGLE_RECORD', 4, 5 * MiB]],
    ["the job's own word", asked, { ...wishes, batchStrategy: 'MULTI_RECORD' as const }, ['SINGLE_RECORD', 3, 2 * MiB]],
    ['no limit', { ...plan, maxPayloadInMB: 0 }, wishes, ['SINGLE_RECORD', 4, Infinity]],
    ['at least one request', plan, { maxConcurrentTransforms: 0 }, ['MULTI_RECORD', 1, 6 * MiB]],
  ])('is %s', (_name, batching, container, [strategy, maxConcurrentTransforms, maxPayloadBytes]) => {
    expect(settleBatch(batching, container)).toEqual({ strategy, maxConcurrentTransforms, maxPayloadBytes });
  });
});

describe('wishesOfWorkers()', () => {
  it('is a request at once for each worker of the stage that has most', () => {
    expect(wishesOfWorkers([native, withProcesses(2), withProcesses(4)])).toEqual({ maxConcurrentTransforms: 4 });
  });

  it('is nothing where a container is not ours, or none runs outside', () => {
    expect(wishesOfWorkers([withProcesses(2), withProcesses()])).toEqual({});
    expect(wishesOfWorkers([native])).toEqual({});
  });
});
