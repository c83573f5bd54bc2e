import { defined } from '@catenary/scoring/internal/values';
import { Distribution } from '../../platform/metrics/distribution.ts';
import { addStatistics, percentileOf, type Statistics } from '../../platform/metrics/statistics.ts';
import { Tally } from '../../platform/metrics/tally.ts';

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

/** Requests of one time and how they ended; times are those of the requests that were answered, microseconds. */
export interface ChainPeriod {
  /** Failures, and requests whose caller left, too. */
  readonly invocations: number;
  /** Requests that ended at a container, by the status of its answer: 4xx; anything else that is no 2xx, or no answer; any of them. */
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly modelErrors: number;
  /** All containers together, and what is no container's. */
  readonly model: Statistics | undefined;
  readonly overhead: Statistics | undefined;
  readonly containers: readonly { readonly hostname: string; readonly times: Statistics | undefined }[];
}

/** How long each container took, the whole chain, and the chain itself (all that is no container's); and how often each failed. */
export class ChainTimes {
  readonly hostnames: readonly string[];
  readonly containers: readonly Distribution[];
  /** All containers together, the chain itself, and both. */
  readonly model = new Distribution();
  readonly chain = new Distribution();
  readonly total = new Distribution();
  readonly invocations = new Tally();
  readonly clientErrors = new Tally();
  readonly serverErrors = new Tally();
  /** By container. */
  readonly failures: readonly Tally[];

  constructor(hostnames: readonly string[]) {
    this.hostnames = hostnames;
    this.containers = hostnames.map(() => new Distribution());
    this.failures = hostnames.map(() => new Tally());
  }

  record(spentMs: Float64Array, totalMs: number): void {
    let inContainers = 0;
    for (let at = 0; at < spentMs.length; at++) {
      const spent = defined(spentMs[at]);
      inContainers += spent;
      defined(this.containers[at]).record(spent * 1000);
    }
    this.invocations.all++;
    this.model.record(inContainers * 1000);
    this.chain.record(Math.max(0, totalMs - inContainers) * 1000);
    this.total.record(totalMs * 1000);
  }

  /** A request that ended at the container of this index, with this status; 0 if there was no answer. */
  recordFailure(at: number, status: number): void {
    this.invocations.all++;
    defined(this.failures[at]).all++;
    (status >= 400 && status < 500 ? this.clientErrors : this.serverErrors).all++;
  }

  /** A request whose caller did not wait for its end. */
  recordLeft(): void {
    this.invocations.all++;
  }

  /** What came since it was last taken. */
  take(): ChainPeriod {
    return {
      invocations: this.invocations.take(),
      clientErrors: this.clientErrors.take(),
      serverErrors: this.serverErrors.take(),
      modelErrors: this.failures.reduce((sum, failures) => sum + failures.take(), 0),
      model: this.model.take(),
      overhead: this.chain.take(),
      containers: this.containers.map((times, at) => ({ hostname: defined(this.hostnames[at]), times: times.take() })),
    };
  }

  /**
   * All since the beginning of chains that answer side by side: their containers one after the other, the rest together. Times
   * are those of the requests that were answered; `count` of them.
   */
  static summaryOf(parts: readonly ChainTimes[]): ChainSummary {
    const containers = parts.flatMap(({ hostnames, containers: series, failures }) =>
      series.map((times, at) => ({
        hostname: defined(hostnames[at]),
        ...summarize(times.all),
        failures: defined(failures[at]).all,
      })),
    );
    const failures = containers.reduce((sum, container) => sum + container.failures, 0);
    return {
      containers,
      chain: summarize(parts.map(({ chain }) => chain.all).reduce(addStatistics)),
      total: { ...summarize(parts.map(({ total }) => total.all).reduce(addStatistics)), failures },
    };
  }
}

function summarize(times: Statistics): TimeSummary {
  if (times.count === 0) return { count: 0, meanMicros: 0, p50Micros: 0, p99Micros: 0 };
  return {
    count: times.count,
    meanMicros: times.sum / times.count,
    p50Micros: percentileOf(times, 50) ?? 0,
    p99Micros: percentileOf(times, 99) ?? 0,
  };
}
