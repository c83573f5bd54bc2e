import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../src/serving/container/in-process/in-process-stage.ts';
import type { NativeContainer } from '../../../src/serving/container/surfaces/native-container.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import { wishesOfWorkers } from '../../../src/serving/transform-job/batch-settings.ts';

const native = new InProcessStage('native', 'image', {} as NativeContainer);
const withProcesses = (processCount?: number) => ({ processCount }) as Stage;

describe('wishesOfWorkers()', () => {
  it('is a request at once for each worker of the stage that has most', () => {
    expect(wishesOfWorkers([native, withProcesses(2), withProcesses(4)])).toEqual({ maxConcurrentTransforms: 4 });
  });

  it('is nothing where a container is not ours, or none runs outside', () => {
    expect(wishesOfWorkers([withProcesses(2), withProcesses()])).toEqual({});
    expect(wishesOfWorkers([native])).toEqual({});
  });
});
