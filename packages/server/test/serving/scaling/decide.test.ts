import { expect, it } from 'vitest';
import {
  type AlarmSituation,
  decide,
  type LastChange,
  type PolicySituation,
  type ScalingBounds,
  type ScalingSituation,
} from '../../../src/serving/scaling/decide.ts';
import type { StepScaling } from '../../../src/serving/scaling/step-scaling.ts';
import type { TargetTracking } from '../../../src/serving/scaling/target-tracking.ts';

const open: ScalingBounds = { min: 1, max: 20, isInSuspended: false, isOutSuspended: false };
const now = 1_800_000_000_000;

const high = (value?: number, isInAlarm = true): AlarmSituation => ({
  name: 'high',
  isInAlarm,
  isHigh: true,
  threshold: 100,
  ...(value === undefined ? {} : { value }),
});
const low = (value: number, isInAlarm = true): AlarmSituation => ({
  name: 'low',
  isInAlarm,
  isHigh: false,
  threshold: 90,
  value,
});
const track = (
  alarms: readonly AlarmSituation[],
  more: Partial<TargetTracking> & { readonly name?: string } = {},
): PolicySituation => {
  const { name = 'track', ...rest } = more;
  return { name, alarms, tracking: { TargetValue: 100, ...rest } };
};
const step = (alarms: readonly AlarmSituation[], steps: StepScaling): PolicySituation => ({
  name: 'steps',
  alarms,
  steps,
});
const of = (capacity: number, policies: readonly PolicySituation[], more: Partial<ScalingSituation> = {}) =>
  decide({ capacity, bounds: open, policies, now, ...more })?.capacity;

it.each([
  ['ceil(2 * 150 / 100) = 3', 2, [high(150)], 3],
  ['ceil(2 * 101 / 100) = 3', 2, [high(101)], 3],
  ['an exact multiple is not rounded up: 3 * 110 / 110', 3, [high(100)], undefined],
  ['no more than the maximum', 10, [high(900)], 20],
  ['one more if there is no value', 4, [high()], 5],
  ['not without the alarm', 2, [high(900, false)], undefined],
  ['one at a time below 8', 4, [low(1)], 3],
  ['a quarter at a time: 16 - 4', 16, [low(1)], 12],
  ['no less than keeps the target: ceil(16 * 85 / 100) = 14', 16, [low(85)], 14],
  ['ceil(2 * 60 / 100) = 2', 2, [low(60)], undefined],
  ['never below the minimum', 1, [low(0)], undefined],
])('target tracking: %s', (_, capacity, alarms, expected) => {
  expect(of(capacity, [track(alarms)])).toBe(expected);
});

it('the cause names alarm and policy, or the bound', () => {
  expect(decide({ capacity: 1, bounds: open, policies: [track([high(150)])], now })?.cause).toBe(
    'monitor alarm high in state ALARM triggered policy track',
  );
  const bounds = { ...open, min: 3, max: 5 };
  expect(decide({ capacity: 1, bounds, policies: [], now })).toEqual({
    capacity: 3,
    cause: 'minimum capacity was set to 3',
  });
  expect(decide({ capacity: 9, bounds, policies: [], now })).toEqual({
    capacity: 5,
    cause: 'maximum capacity was set to 5',
  });
});

// The examples of the user guide, "Step scaling policies": threshold 50 there, here 100; bounds 0, 10, 20.
const percent: StepScaling = {
  AdjustmentType: 'PercentChangeInCapacity',
  StepAdjustments: [
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 0 },
    { MetricIntervalLowerBound: 10, MetricIntervalUpperBound: 20, ScalingAdjustment: 10 },
    { MetricIntervalLowerBound: 20, ScalingAdjustment: 30 },
  ],
};

it.each([
  ['60 of a threshold of 50 is in the second step: 10 + 1', 10, high(110), percent, 11],
  ['the upper bound is the next step: 10 + 3', 10, high(120), percent, 13],
  ['30 % of 11 is 3.3, so 3', 11, high(125), percent, 14],
  ['10 % of 4 is 0.4, so 1', 4, high(115), percent, 5],
  ['at least two', 10, high(110), { ...percent, MinAdjustmentMagnitude: 2 }, 12],
  ['a change of 0', 10, high(105), percent, undefined],
  [
    'below the threshold the upper bound belongs to the step: 10 - 1',
    10,
    { ...low(80), threshold: 90 },
    {
      AdjustmentType: 'PercentChangeInCapacity',
      StepAdjustments: [
        { MetricIntervalLowerBound: -10, MetricIntervalUpperBound: 0, ScalingAdjustment: 0 },
        { MetricIntervalUpperBound: -10, ScalingAdjustment: -10 },
      ],
    },
    9,
  ],
  [
    'an exact capacity',
    10,
    high(101),
    {
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 4 }],
    },
    4,
  ],
  [
    'a change of the count, in a gapless step that is for less',
    10,
    high(101),
    {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 5, ScalingAdjustment: 4 }],
    },
    undefined,
  ],
] as const)('steps: %s', (_, capacity, alarm, steps, expected) => {
  expect(of(capacity, [step([alarm], steps)])).toBe(expected);
});

it('of several policies the largest wins, and all that track must agree to less', () => {
  expect(of(4, [track([high(150)]), track([high(200)], { name: 'other' })])).toBe(8);
  expect(of(4, [track([low(10)]), track([high(200)], { name: 'other' })])).toBe(8);
  expect(of(8, [track([low(10)]), track([low(95, false)], { name: 'other' })])).toBeUndefined();
  expect(of(8, [track([low(10)]), track([], { name: 'other', DisableScaleIn: true })])).toBe(6);
  // 8 - 2 = 6 and ceil(8 * 85 / 100) = 7.
  expect(of(8, [track([low(10)]), track([low(85)], { name: 'other' })])).toBe(7);
});

it('what is suspended is not done', () => {
  expect(of(2, [track([high(150)])], { bounds: { ...open, isOutSuspended: true } })).toBeUndefined();
  expect(of(2, [track([high(150)])], { bounds: { ...open, isInSuspended: true } })).toBe(3);
  expect(of(4, [track([low(10)])], { bounds: { ...open, isInSuspended: true } })).toBeUndefined();
});

const ended = (from: number, to: number, seconds: number, isFailed = false): LastChange => ({
  from,
  to,
  endedAt: now - seconds * 1000,
  isFailed,
});

it.each([
  ['what was added counts: ceil(2 * 200 / 100) = 4 is there', 4, high(200), ended(2, 4, 60), undefined],
  ['only more is added: ceil(2 * 300 / 100) = 6', 4, high(300), ended(2, 4, 60), 6],
  ['after the cooldown from what there is: ceil(4 * 200 / 100) = 8', 4, high(200), ended(2, 4, 300), 8],
  ['more is added at once after less', 4, high(200), ended(5, 4, 60), 8],
  ['no less while a scale-in cools down', 4, low(10), ended(5, 4, 299), undefined],
  ['less after it', 4, low(10), ended(5, 4, 300), 3],
  ['no less while a scale-out cools down', 4, low(10), ended(2, 4, 299), undefined],
  ['what failed is not tried again at once', 2, high(200), ended(2, 4, 60, true), undefined],
  ['but later', 2, high(200), ended(2, 4, 300, true), 4],
])('cooldowns: %s', (_, capacity, alarm, last, expected) => {
  expect(of(capacity, [track([alarm])], { last })).toBe(expected);
});

it('a load that doubles, halves, stops and returns is followed without flapping', () => {
  // Requests a minute; one instance takes 100. Alarms as target tracking makes them: 3 minutes above 100, 15 below 90.
  const load = [
    ...Array<number>(20).fill(180),
    ...Array<number>(30).fill(360),
    ...Array<number>(60).fill(180),
    ...Array<number>(60).fill(0),
    ...Array<number>(30).fill(360),
  ];
  const capacities: number[] = [];
  const values: number[] = [];
  let capacity = 1;
  let last: LastChange | undefined;
  for (const [minute, requests] of load.entries()) {
    values.push(requests / capacity);
    const are = (count: number, isIn: (value: number) => boolean) =>
      values.length >= count && values.slice(-count).every(isIn);
    const value = requests / capacity;
    const alarms = [
      high(
        value,
        are(3, (seen) => seen > 100),
      ),
      low(
        value,
        are(15, (seen) => seen < 90),
      ),
    ];
    const time = now + minute * 60_000;
    const decision = decide({
      capacity,
      bounds: open,
      policies: [track(alarms)],
      now: time,
      ...(last === undefined ? {} : { last }),
    });
    if (decision !== undefined) {
      last = { from: capacity, to: decision.capacity, endedAt: time, isFailed: false };
      capacity = decision.capacity;
      capacities.push(capacity);
    }
  }
  // 180 need 2; 360 need 4; 180 need 3 (60 each), then 2 (90 each: not below 90); nothing needs 1; 360 need 4.
  expect(capacities).toEqual([2, 4, 3, 2, 1, 4]);
});

it('none are left only where none may be, and what wakes the variant counts once', () => {
  const toZero = { ...open, min: 0 };
  // ceil(1 * 0 / 100) = 0.
  expect(of(1, [track([low(0)])], { bounds: toZero })).toBe(0);
  // ceil(1 * 5 / 100) = 1.
  expect(of(1, [track([low(5)])], { bounds: toZero })).toBeUndefined();
  // A target times no instances is none: only steps, and requests, add the first one.
  expect(of(0, [track([high(500)])], { bounds: toZero })).toBeUndefined();
  const one: StepScaling = {
    AdjustmentType: 'ChangeInCapacity',
    Cooldown: 60,
    StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
  };
  expect(of(0, [step([high(101)], one)], { bounds: toZero })).toBe(1);
  // The alarm of the requests that woke it comes within two minutes, whatever the cooldown.
  expect(of(1, [step([high(101)], one)], { bounds: toZero, last: ended(0, 1, 119) })).toBeUndefined();
  expect(of(1, [step([high(101)], one)], { bounds: toZero, last: ended(0, 1, 120) })).toBe(2);
});
