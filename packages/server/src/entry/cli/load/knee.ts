import { maxPerSecond } from '../flags/client-flags.ts';
import type { LoadFigures } from './load-tally.ts';

/** One rate that was tried, and what came of it. */
export interface RateStep {
  readonly perSecond: number;
  readonly figures: Pick<LoadFigures, 'perSecond' | 'requests' | 'failed' | 'unsent' | 'latency'>;
}

const firstRate = 50;
const maxSteps = 40;
/** The rate is known when the lowest that is too much is not more than this above the highest that is not. */
const closeEnough = 1.1;

/** A rate is held if so much of it is answered, ... */
const leastShare = 0.95;
/** ... no more than so much fails, ... */
const mostFailed = 0.01;
/** ... and the 99th percentile stays within this many times that of the lowest rate, or this much above it. */
const mostTimes = 4;
const mostMoreMicros = 20_000;

const p99Of = ({ figures }: RateStep) => figures.latency.percentiles['99'] ?? 0;

/** Whether the endpoint kept up. `steps` are all that were tried. */
export function isHeld(step: RateStep, steps: readonly RateStep[]): boolean {
  const { figures, perSecond } = step;
  const all = figures.requests + figures.unsent;
  const failedShare = all === 0 ? 1 : (figures.failed + figures.unsent) / all;
  if (figures.perSecond < leastShare * perSecond || failedShare > mostFailed) return false;
  const lowest = Math.min(...steps.map((one) => one.perSecond));
  const base = Math.min(...attemptsAt(lowest, steps).map(p99Of));
  return p99Of(step) <= Math.max(mostTimes * base, base + mostMoreMicros);
}

/** The highest rate that was held, below all that were not: the knee of the curve. 0 if none was. */
export function kneeOf(steps: readonly RateStep[]): number {
  const tooMuch = lowestNotHeld(steps);
  const held = steps.filter((step) => step.perSecond < tooMuch && isHeld(step, steps));
  return Math.max(0, ...held.map(({ perSecond }) => perSecond));
}

/**
 * The rate to try next: twice as much until it is too much, then between; undefined when the knee is known. One that is not
 * held is tried again, as what else the machine does may have been the cause.
 */
export function nextRate(steps: readonly RateStep[]): number | undefined {
  const last = steps.at(-1);
  if (last === undefined) return firstRate;
  if (steps.length >= maxSteps) return undefined;
  if (!isHeld(last, steps) && attemptsAt(last.perSecond, steps).length === 1) return last.perSecond;
  const held = kneeOf(steps);
  const tooMuch = lowestNotHeld(steps);
  if (tooMuch === Number.POSITIVE_INFINITY) return held >= maxPerSecond ? undefined : Math.min(held * 2, maxPerSecond);
  if (held === 0) return tooMuch <= 1 ? undefined : Math.floor(tooMuch / 2);
  const between = Math.round(Math.sqrt(held * tooMuch));
  return tooMuch / held <= closeEnough || between === held || between === tooMuch ? undefined : between;
}

const attemptsAt = (perSecond: number, steps: readonly RateStep[]) =>
  steps.filter((step) => step.perSecond === perSecond);

/** A rate is not held if no attempt at it was. */
function lowestNotHeld(steps: readonly RateStep[]): number {
  const rates = steps.map(({ perSecond }) => perSecond);
  return Math.min(...rates.filter((rate) => !attemptsAt(rate, steps).some((step) => isHeld(step, steps))));
}
