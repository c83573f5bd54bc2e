import { type StepScaling, steppedCapacity } from './step-scaling.ts';
import type { TargetTracking } from './target-tracking.ts';

/** What a variant may be scaled to. */
export interface ScalingBounds {
  readonly min: number;
  readonly max: number;
  readonly isInSuspended: boolean;
  readonly isOutSuspended: boolean;
}

/** A policy, with the alarms that have it for an action. */
export interface PolicySituation {
  readonly name: string;
  readonly tracking?: TargetTracking;
  readonly steps?: StepScaling;
  readonly alarms: readonly AlarmSituation[];
}

export interface AlarmSituation {
  readonly name: string;
  readonly isInAlarm: boolean;
  /** Whether it goes off above its threshold. */
  readonly isHigh: boolean;
  readonly threshold: number;
  /** The newest value of its metric; absent if there is none. */
  readonly value?: number;
}

/** The last change of the capacity. */
export interface LastChange {
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly isFailed: boolean;
}

export interface ScalingSituation {
  readonly capacity: number;
  readonly bounds: ScalingBounds;
  readonly policies: readonly PolicySituation[];
  readonly last?: LastChange;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ScalingDecision {
  readonly capacity: number;
  readonly cause: string;
}

/** Seconds between two changes, if a policy does not say (Application Auto Scaling API reference, for variants of SageMaker). */
const defaultCooldown = 300;
/** The largest part of the capacity that target tracking takes away at once; it may always take one instance. */
const largestReduction = 1 / 4;

/**
 * What a variant is to be scaled to now, and why; undefined if it stays as it is. Bounds come first. Of policies that add
 * instances the one with most wins; instances are taken away only if no policy adds some and all that track a target agree.
 */
export function decide(situation: ScalingSituation): ScalingDecision | undefined {
  const { capacity, bounds, policies } = situation;
  const { min, max } = bounds;
  if (capacity < min) return { capacity: min, cause: `minimum capacity was set to ${min}` };
  if (capacity > max) return { capacity: max, cause: `maximum capacity was set to ${max}` };
  const wishes = policies.flatMap((policy) => wishesOf(policy, situation));
  const out = largest(wishes.filter((wish) => wish.capacity > capacity));
  if (out !== undefined) return bounds.isOutSuspended ? undefined : out;
  const isHeld = policies.some(
    ({ name, tracking }) =>
      tracking !== undefined && tracking.DisableScaleIn !== true && !wishes.some(({ policy }) => policy === name),
  );
  const into = wishes.filter((wish) => wish.capacity < capacity && !(isHeld && wish.isTracking));
  return bounds.isInSuspended ? undefined : largest(into);
}

interface Wish extends ScalingDecision {
  readonly policy: string;
  readonly isTracking: boolean;
}

function largest(wishes: readonly Wish[]): ScalingDecision | undefined {
  const [first] = wishes.toSorted((one, other) => other.capacity - one.capacity);
  return first === undefined ? undefined : { capacity: first.capacity, cause: first.cause };
}

/** Other capacities that the alarms of a policy ask for, within the bounds, and that its cooldown allows. */
function wishesOf(policy: PolicySituation, situation: ScalingSituation): Wish[] {
  const { capacity: current, bounds } = situation;
  return policy.alarms.flatMap((alarm) => {
    if (!alarm.isInAlarm) return [];
    const wanted = wantedBy(policy, alarm, current);
    if (wanted === undefined || wanted === current) return [];
    const isOut = wanted > current;
    const base = baseOf(policy, isOut, situation);
    if (base === undefined) return [];
    const capacity = base === current ? wanted : (wantedBy(policy, alarm, base) ?? current);
    const allowed = Math.min(bounds.max, Math.max(bounds.min, capacity));
    if (isOut ? allowed <= current : allowed >= current) return [];
    const cause = `monitor alarm ${alarm.name} in state ALARM triggered policy ${policy.name}`;
    return [{ capacity: allowed, cause, policy: policy.name, isTracking: policy.tracking !== undefined }];
  });
}

/**
 * The capacity that a change is counted from; undefined if no change is allowed yet. During the cooldown of a scale-out, the instances
 * that it added count as part of the next one: only more than that is added. A failed change is not tried again during its cooldown.
 */
function baseOf(
  policy: PolicySituation,
  isOut: boolean,
  { last, now, capacity }: ScalingSituation,
): number | undefined {
  if (last === undefined) return capacity;
  const wasOut = last.to > last.from;
  const seconds = Math.max(cooldownOf(policy, wasOut), last.from === 0 ? wakeCooldown : 0);
  if (now >= last.endedAt + seconds * 1000) return capacity;
  if (last.isFailed || !isOut) return undefined;
  // A multiple of no instances is none: what was woken is counted from the instance that it has.
  const isWoken = last.from === 0 && policy.tracking !== undefined;
  return wasOut && !isWoken ? last.from : capacity;
}

/** Seconds: as late as that, an alarm may still be due to the requests by which a variant was woken. */
const wakeCooldown = 120;

function cooldownOf({ tracking, steps }: PolicySituation, isOut: boolean): number {
  const given = isOut ? tracking?.ScaleOutCooldown : tracking?.ScaleInCooldown;
  return given ?? steps?.Cooldown ?? defaultCooldown;
}

function wantedBy({ tracking, steps }: PolicySituation, alarm: AlarmSituation, capacity: number): number | undefined {
  const { isHigh, value, threshold } = alarm;
  if (steps !== undefined) return steppedCapacity(steps, capacity, (value ?? threshold) - threshold);
  if (tracking === undefined) return undefined;
  // Without a value it is unknown how many are needed: one more above the target, no change below it.
  if (value === undefined) return isHigh ? capacity + 1 : undefined;
  const wanted = Math.ceil(Number(((capacity * value) / tracking.TargetValue).toPrecision(12)));
  if (isHigh) return Math.max(capacity, wanted);
  const least = capacity - Math.max(1, Math.floor(capacity * largestReduction));
  return Math.min(capacity, Math.max(least, wanted));
}
