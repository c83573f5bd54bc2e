import { expect, it } from 'vitest';
import type { ScalingRecord } from '../../../src/serving/records/scaling-record.ts';
import { targetBounds } from '../../../src/serving/scaling/target-bounds.ts';

const target = (MinCapacity: number, MaxCapacity: number) =>
  ({ definition: { MinCapacity, MaxCapacity } }) as unknown as ScalingRecord;
const managed = { managedScaling: { Status: 'ENABLED', MinInstanceCount: 2, MaxInstanceCount: 5 } } as const;

it.each([
  ['as they are', target(1, 8), {}, [1, 8]],
  ['none', target(0, 0), {}, [0, 0]],
  ['64 at most', target(100, 200), {}, [64, 64]],
  ['within those of the variant', target(0, 8), managed, [2, 5]],
  ['the smaller range', target(3, 4), managed, [3, 4]],
  ['the nearest that the variant may have', target(7, 9), managed, [5, 5]],
  [
    'as they are where those of the variant are off',
    target(0, 8),
    { managedScaling: { Status: 'DISABLED', MinInstanceCount: 2 } } as const,
    [0, 8],
  ],
] as const)('the bounds of a target are %s', (_, record, variant, expected) => {
  const { min, max } = targetBounds(record, variant);
  expect([min, max]).toEqual(expected);
});
