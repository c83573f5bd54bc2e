import { expect, it } from 'vitest';
import { checkFlags } from '../../../src/entry/cli/flags/check-flags.ts';
import { clientFlags, type LoadFlags } from '../../../src/entry/cli/flags/client-flags.ts';
import { planLoad } from '../../../src/entry/cli/load/load-plan.ts';

const planOf = (typed: object) => planLoad(checkFlags(clientFlags.load, { rows: 'rows.csv', ...typed }) as LoadFlags);

it.each([
  [{ rate: '500' }, { pace: { kind: 'rate', perSecond: 500 }, wanted: undefined, seconds: 10 }],
  [
    { connections: '8', duration: '3' },
    { pace: { kind: 'connections', count: 8 }, wanted: undefined, seconds: 3 },
  ],
  [{ findKnee: true }, { pace: undefined, wanted: undefined, seconds: 5 }],
  [
    { findKnee: true, rate: '900' },
    { pace: undefined, wanted: 900, seconds: 5 },
  ],
])('reads %o', (flags, plan) => {
  expect(planOf(flags)).toEqual(plan);
});

it.each([
  [{}, /Name either --rate/],
  [{ rate: '5', connections: '5' }, /Name either --rate/],
  [{ rate: '0' }, /--rate must be a whole number from 1 to 100000; it is 0/],
  [{ rate: '100001' }, /--rate must be/],
  [{ connections: '1025' }, /--connections must be a whole number from 1 to 1024/],
  [{ rate: '5', duration: '3601' }, /--duration must be a whole number from 1 to 3600/],
  [{ findKnee: true, connections: '5' }, /--find-knee tries rates/],
])('refuses %o', (flags, message) => {
  expect(() => planOf(flags)).toThrow(message);
});
