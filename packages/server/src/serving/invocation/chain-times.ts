import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { defined } from '@catenary/scoring/internal/values';

/** Percentiles of one series of times, microseconds. */
export interface TimeSummary {
  readonly count: number;
  readonly meanMicros: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
}

/** Answers that were no answer to the caller: refusals, crashes, time limits. */
interface FailureCount {
  readonly failures: number;
}

export interface ChainSummary {
  readonly containers: readonly ({ readonly hostname: string } & TimeSummary & FailureCount)[];
  readonly chain: TimeSummary;
  readonly total: TimeSummary & FailureCount;
}

/** How long each container took, the whole chain, and the chain itself (all that is no container's); and how often each failed. */
export class ChainTimes {
  readonly #hostnames: readonly string[];
  readonly #containers: readonly RecordableHistogram[];
  readonly #failures: number[];
  readonly #total = newTimes();
  readonly #chain = newTimes();

  constructor(hostnames: readonly string[]) {
    this.#hostnames = hostnames;
    this.#containers = hostnames.map(newTimes);
    this.#failures = hostnames.map(() => 0);
  }

  /** The times of chains that answer side by side: their containers one after the other, the rest together. */
  static joined(parts: readonly ChainTimes[]): ChainTimes {
    const joined = new ChainTimes(parts.flatMap((part) => part.#hostnames));
    const containers = parts.flatMap((part) => part.#containers);
    for (const [at, times] of joined.#containers.entries()) times.add(defined(containers[at]));
    for (const part of parts) {
      joined.#total.add(part.#total);
      joined.#chain.add(part.#chain);
    }
    joined.#failures.splice(0, joined.#failures.length, ...parts.flatMap((part) => part.#failures));
    return joined;
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

  /** A request that ended at the container of this index. */
  recordFailure(at: number): void {
    this.#failures[at] = defined(this.#failures[at]) + 1;
  }

  /** Times are those of the requests that were answered; `count` of them. */
  summary(): ChainSummary {
    const containers = this.#containers.map((times, at) => ({
      hostname: defined(this.#hostnames[at]),
      ...summarize(times),
      failures: defined(this.#failures[at]),
    }));
    const failures = this.#failures.reduce((sum, count) => sum + count, 0);
    return { containers, chain: summarize(this.#chain), total: { ...summarize(this.#total), failures } };
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
