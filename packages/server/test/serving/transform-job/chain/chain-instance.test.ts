import { expect, it } from 'vitest';
import { jobLaunch } from '../../../../src/serving/transform-job/chain/chain-instance.ts';

it('containers of a job get the size of its instances', () => {
  const context = { stages: {} as never, owner: 'transform-job/j', signal: new AbortController().signal };
  expect(jobLaunch({ ...context, instanceType: 'ml.c5.large' }).instanceType).toBe('ml.c5.large');
});
