import { expect, it } from 'vitest';
import { StartProgress } from '../../../../src/serving/endpoint/fleet/start-progress.ts';

it('StartProgress reports the last step of each container, and how long its start has taken, until that ends', () => {
  let now = 10_000;
  const progress = new StartProgress(() => now);
  progress.note({ endpoint: 'e', variant: 'v', hostname: 'a' }, 'looking for numpy');
  now = 11_500;
  progress.note({ endpoint: 'e', variant: 'v', hostname: 'a' }, 'installing numpy');
  progress.note({ endpoint: 'e', variant: 'v', hostname: 'b' }, 'building x');
  now = 12_000;
  expect(progress.describe('e')).toEqual([
    { variant: 'v', hostname: 'a', doing: 'installing numpy', seconds: 2 },
    { variant: 'v', hostname: 'b', doing: 'building x', seconds: 0.5 },
  ]);
  progress.forget('e');
  expect(progress.describe('e')).toBeUndefined();
});
