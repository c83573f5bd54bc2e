import { describe, expect, it } from 'vitest';
import type { BlockExecutor } from '../../../src/serving/transform-job/chain/block-executor.ts';
import { ObjectLanes } from '../../../src/serving/transform-job/object-lanes.ts';
import type { InputObject } from '../../../src/serving/transform-job/records/input-objects.ts';

const executor = { depth: 6 } as BlockExecutor;
const objectOf = (size: number) => ({ size }) as InputObject;

/** Works that end on command; `underWay` says which have begun and not ended. */
function works() {
  const underWay = new Map<string, () => void>();
  const begin = (name: string) => () =>
    new Promise<void>((end) => {
      underWay.set(name, () => {
        underWay.delete(name);
        end();
      });
    });
  return { underWay, begin };
}

describe('ObjectLanes', () => {
  it('has as many large objects under way as it may, and small ones beside them', async () => {
    const lanes = new ObjectLanes(executor, { all: 64, large: 2 });
    const { underWay, begin } = works();
    const done = [
      lanes.run(objectOf(1e6), false, begin('large 1')),
      lanes.run(objectOf(16 * 1024 + 1), false, begin('large 2')),
      lanes.run(objectOf(10), true, begin('packed')),
      lanes.run(objectOf(16 * 1024), false, begin('small 1')),
      lanes.run(objectOf(0), false, begin('small 2')),
    ];
    expect([...underWay.keys()]).toEqual(['large 1', 'large 2', 'small 1', 'small 2']);
    // Six blocks among four objects, rounded up.
    expect(lanes.share).toBe(2);
    underWay.get('large 1')?.();
    await done[0];
    await expect.poll(() => underWay.has('packed')).toBe(true);
    for (const name of ['small 1', 'small 2', 'large 2']) underWay.get(name)?.();
    await Promise.all([done[1], done[3], done[4]]);
    expect(lanes.share).toBe(6);
    underWay.get('packed')?.();
    await Promise.all(done);
  });

  it('frees the lane of an object that fails', async () => {
    const lanes = new ObjectLanes(executor, { all: 64, large: 1 });
    const failed = lanes.run(objectOf(1e6), false, () => Promise.reject(new Error('no luck')));
    await expect(failed).rejects.toThrow('no luck');
    let hasRun = false;
    await lanes.run(objectOf(1e6), false, () => Promise.resolve(void (hasRun = true)));
    expect([hasRun, lanes.share]).toEqual([true, 6]);
  });
});
