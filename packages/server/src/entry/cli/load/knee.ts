import { maxPerSecond } from './load-flags.ts';
import type { LoadFigures } from './load-tally.ts';

/** One rate that was tried, and what came of it. */
export interface RateStep {
  readonly perSecond: number;
  readonly figures: Pick<LoadFigures, 'perSecond' | 'requests' | 'failed' | 'unsent' | 'latency'>;
}

const firstRate = 50;
const maxSteps = 20;
/** The rate is known when the lowest that is too much is not more than this above the highest that is not. */
const closeEnough = 1.1;

/** A rate is held if so much of it is answered, ... */
const leastShare = 0.95;
/** ... no more than so much fails, ... */
const mostFailed = 0.01;
/** ... and the 99th percentile stays within so many times that of the lowest rate, or so much above it. */
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
  const base = p99Of(steps.find((one) => one.perSecond === lowest) ?? step);
  return p99Of(step) <= Math.max(mostTimes * base, base + mostMoreMicros);
}

/** The highest rate that was held, below all that were not: the knee of the curve. 0 if none was. */
export function kneeOf(steps: readonly RateStep[]): number {
  const tooMuch = lowestNotHeld(steps);
  return Math.max(0, ...steps.map(({ perSecond }) => perSecond).filter((perSecond) => perSecond < tooMuch));
}

/** The rate to try next: twice as much until it is too much, then between; undefined when the knee is known. */
export function nextRate(steps: readonly RateStep[]): number | undefined {
  if (steps.length === 0) return firstRate;
  if (steps.length >= maxSteps) return undefined;
  const held = kneeOf(steps);
  const tooMuch = lowestNotHeld(steps);
  if (tooMuch === Number.POSITIVE_INFINITY) return held >= maxPerSecond ? undefined : Math.min(held * 2, maxPerSecond);
  if (held === 0) return tooMuch <= 1 ? undefined : Math.floor(tooMuch / 2);
  const between = Math.round(Math.sqrt(held * tooMuch));
  return tooMuch / held <= closeEnough || between === held || between === tooMuch ? undefined : between;
}

function lowestNotHeld(steps: readonly RateStep[]): number {
  return Math.min(...steps.filter((step) => !isHeld(step, steps)).map(({ perSecond }) => perSecond));
}
