import { OddsTest } from './odds-test.ts';

export const builtInAlarms = ['catenary:errors', 'catenary:latency'] as const;

/** Alarms that need no metric and no CloudWatch: what is rolled out is compared with what is active, request by request. */
export type BuiltInAlarm = (typeof builtInAlarms)[number];

export const isBuiltInAlarm = (name: string): name is BuiltInAlarm =>
  (builtInAlarms as readonly string[]).includes(name);

/** The percentage of requests that goes to what is being rolled out, and the alarms that compare it with what is active. */
export interface TrafficSplit {
  readonly traffic: number;
  readonly alarms: readonly BuiltInAlarm[];
}

/** A request as it ended. */
export interface SplitOutcome {
  /** Whether what is being rolled out answered it. */
  readonly isNew: boolean;
  /** The share of requests that goes there, between 0 and 1. */
  readonly share: number;
  readonly hasFailed: boolean;
  readonly ms: number;
}

/** An alarm without a cause is raised in one rollout of a thousand at most. */
const neededEvidence = 1000;
/** Answers of what is active whose p99 is the limit of what is slow. */
const sampleSize = 500;

/** Holds the failures and the times of what is being rolled out against those of what is active, while both get requests. */
export class SplitMonitor {
  readonly #alarms: readonly BuiltInAlarm[];
  readonly #errors = new OddsTest();
  readonly #slow = new OddsTest();
  #sample: number[] = [];
  #limitMs: number | undefined;
  #raised: string | undefined;

  constructor(alarms: readonly BuiltInAlarm[]) {
    this.#alarms = alarms;
  }

  /** Why the rollout is not to go on. Once raised, it stays. */
  get raised(): string | undefined {
    return this.#raised;
  }

  note({ isNew, share, hasFailed, ms }: SplitOutcome): void {
    if (share <= 0 || share >= 1) return;
    if (hasFailed) this.#errors.add(isNew, share);
    else this.#noteTime(isNew, share, ms);
    this.#raised ??= this.#judge();
  }

  #noteTime(isNew: boolean, share: number, ms: number): void {
    if (this.#limitMs !== undefined) {
      if (ms > this.#limitMs) this.#slow.add(isNew, share);
      return;
    }
    if (!isNew) this.#sample.push(ms);
    if (this.#sample.length < sampleSize) return;
    this.#limitMs = this.#sample.sort((one, other) => one - other)[Math.floor(sampleSize * 0.99)];
    this.#sample = [];
  }

  #judge(): string | undefined {
    if (this.#alarms.includes('catenary:errors') && this.#errors.evidence >= neededEvidence)
      return 'catenary:errors: more requests failed with the new configuration than with the former one. The deployment was rolled back.';
    if (this.#alarms.includes('catenary:latency') && this.#slow.evidence >= neededEvidence)
      return `catenary:latency: more answers of the new configuration took longer than ${this.#limitMs?.toFixed(1)} ms, the p99 of the former one. The deployment was rolled back.`;
    return undefined;
  }
}
