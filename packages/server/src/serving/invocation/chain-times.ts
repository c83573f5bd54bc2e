import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { defined } from '@catenary/scoring/internal/values';

/** Percentiles of one series of times, microseconds. */
export interface TimeSummary {
  readonly count: number;
  readonly meanMicros: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
}

/** How long each container took, the whole chain, and the chain itself (all that is no container's). */
export class ChainTimes {
  readonly #hostnames: readonly string[];
  readonly #containers: readonly RecordableHistogram[];
  readonly #total = newTimes();
  readonly #chain = newTimes();

  constructor(hostnames: readonly string[]) {
    this.#hostnames = hostnames;
    this.#containers = hostnames.map(newTimes);
  }

  record(spentMs: Float64Array, totalMs: number): void {
    let inContainers = 0;
    for (let at = 0; at < spentMs.length; at++) {
      const spent = defined(spentMs[at]);
      inContainers += spent;
      defined(this.#containers[at]).record(toNanos(spent));
    }
    this.#total.record(toNanos(totalMs));
    this.#chain.record(toNanos(totalMs - inContainers));
  }

  summary(): { containers: ({ hostname: string } & TimeSummary)[]; chain: TimeSummary; total: TimeSummary } {
    const containers = this.#containers.map((times, at) => ({
      hostname: defined(this.#hostnames[at]),
      ...summarize(times),
    }));
    return { containers, chain: summarize(this.#chain), total: summarize(this.#total) };
  }
}

/** Two digits up to ten minutes: 30 KB a series, where the default would take ten times that. */
const newTimes = () => createHistogram({ lowest: 1, highest: 600e9, figures: 2 });

/** Histograms take whole numbers from 1 up. */
const toNanos = (ms: number) => Math.max(1, Math.round(ms * 1e6));

function summarize(times: RecordableHistogram): TimeSummary {
  if (times.count === 0) return { count: 0, meanMicros: 0, p50Micros: 0, p99Micros: 0 };
  return {
    count: times.count,
    meanMicros: times.mean / 1000,
    p50Micros: times.percentile(50) / 1000,
    p99Micros: times.percentile(99) / 1000,
  };
}
