import { kneeOf, type RateStep } from './knee.ts';
import type { Recommendation } from './recommendation.ts';
import { showRate } from './show-rate.ts';

/** The knee in words, and what follows from it. */
export function showAdvice(steps: readonly RateStep[], advice: Recommendation | undefined, wanted?: number): string {
  if (advice === undefined) return 'No rate was held: see what failed, or the time of one request (catenary trace).';
  const { unit, heldPerSecond, plannedPerSecond, invocationsPerInstance, count } = advice;
  return [
    `The knee is at ${kneeOf(steps)} requests a second: one ${unit} holds ${showRate(heldPerSecond)}, and is planned with half of it, ${showRate(plannedPerSecond)}.`,
    ...(count === undefined ? [] : [`${wanted} requests a second need ${count} ${unit}${count === 1 ? '' : 's'}.`]),
    unit === 'server'
      ? 'Its containers run in the process of the server: more instances change nothing, more servers do.'
      : `A target tracking policy: SageMakerVariantInvocationsPerInstance = ${invocationsPerInstance}.`,
  ].join('\n');
}
