import { showTable } from '../server/show-table.ts';
import { isHeld, type RateStep } from './knee.ts';
import { showRate } from './show-rate.ts';

/** All rates that were tried, rising. */
export function showRates(steps: readonly RateStep[]): string {
  const rows = [...steps]
    .sort((one, other) => one.perSecond - other.perSecond)
    .map((step) => {
      const { latency, perSecond, failed, unsent } = step.figures;
      const [p50 = 0, p99 = 0] = [latency.percentiles['50'], latency.percentiles['99']];
      const held = isHeld(step, steps) ? 'yes' : 'no';
      return [String(step.perSecond), showRate(perSecond), String(failed + unsent), millis(p50), millis(p99), held];
    });
  return showTable([['asked/s', 'answered/s', 'failed', 'p50', 'p99', 'held'], ...rows]);
}

const millis = (micros: number) => `${(micros / 1000).toFixed(3)} ms`;
