import { setTimeout as sleep } from 'node:timers/promises';
import { releaseStage } from '../../container/share-stage.ts';
import { sleepingStages } from '../../container/sleeping-stage.ts';
import type { Stage } from '../../container/stage.ts';
import { Chain, type ChainOptions } from '../../invocation/chain.ts';
import { type ChainSummary, ChainTimes } from '../../invocation/chain-times.ts';
import type { VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import { WakeQueue } from './wake-queue.ts';

/** How long requests under way may take once a variant is to go (the real service's figure). */
const drainTimeoutMs = 30_000;

/**
 * One production variant alive: its chain, or in Direct mode each container by its own name. One without instances is asleep: nothing of
 * it runs, and its requests wait.
 */
export class Variant {
  /** As it was when it was started. */
  readonly snapshot: VariantSnapshot;
  readonly name: string;
  /** Requests that wait until it has an instance. */
  readonly waiting = new WakeQueue();
  readonly #options: ChainOptions;
  /** Chains that get no more requests, until their containers have ended. */
  readonly #leaving = new Set<Promise<unknown>>();
  #instanceCount: number;
  #chain: Chain;
  #byHostname: ReadonlyMap<string, Chain> = new Map();

  constructor(snapshot: VariantSnapshot, stages: readonly Stage[], options: ChainOptions) {
    this.snapshot = snapshot;
    this.name = snapshot.name;
    this.#options = options;
    this.#instanceCount = snapshot.instanceCount;
    this.#chain = new Chain(stages, options);
    this.#byHostname = this.#separate(stages);
  }

  /** Serial: the whole chain. */
  get chain(): Chain {
    return this.#chain;
  }

  get stages(): readonly Stage[] {
    return this.#chain.stages;
  }

  /** As many as it has by now. */
  get instanceCount(): number {
    return this.#instanceCount;
  }

  get isAsleep(): boolean {
    return this.#instanceCount === 0;
  }

  /** Direct mode: the one container of that name. */
  container(hostname: string): Chain | undefined {
    return this.#byHostname.get(hostname);
  }

  /** What takes requests: the chain, or in Direct mode each container. */
  get chains(): readonly Chain[] {
    return this.#byHostname.size === 0 ? [this.chain] : [...this.#byHostname.values()];
  }

  /** Of all requests since it was started. */
  summary(): ChainSummary {
    return ChainTimes.summaryOf(this.chains.map(({ times }) => times));
  }

  /** Its containers have this many copies now; at least one. */
  noteCount(count: number): void {
    this.#instanceCount = count;
  }

  /** Requests go to these containers from now on, first those that waited. */
  wake(stages: readonly Stage[], count: number): void {
    this.#instanceCount = count;
    this.#take(stages);
    this.waiting.release();
  }

  /** Requests wait from now on. Those under way finish, then the containers end: nothing waits for that. */
  fallAsleep(): void {
    const { stages, chains } = this;
    this.#instanceCount = 0;
    this.#take(sleepingStages(this.snapshot.containers));
    const leaving = end(stages, chains)
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Lets the requests under way finish, then stops the containers. */
  async close(): Promise<void> {
    await Promise.all([end(this.stages, this.chains), ...this.#leaving]);
  }

  /** Other containers take the place of those before them, whose counts are continued. */
  #take(stages: readonly Stage[]): void {
    this.#chain = new Chain(stages, this.#options, this.#chain);
    this.#byHostname = this.#separate(stages);
  }

  #separate(stages: readonly Stage[]): ReadonlyMap<string, Chain> {
    if (this.snapshot.mode !== 'Direct') return new Map();
    const chainOf = (stage: Stage) => new Chain([stage], this.#options, this.#byHostname.get(stage.hostname));
    return new Map(stages.map((stage) => [stage.hostname, chainOf(stage)]));
  }
}

async function end(stages: readonly Stage[], chains: readonly Chain[]): Promise<void> {
  const until = performance.now() + drainTimeoutMs;
  // A caller that was given this one a moment ago may not have asked yet.
  await sleep(10);
  while (chains.some(({ underWay }) => underWay > 0) && performance.now() < until) await sleep(10);
  await Promise.all(stages.map(releaseStage));
}
