import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../../container/stage.ts';
import { Chain, type ChainOptions } from '../../invocation/chain.ts';
import { type ChainSummary, ChainTimes } from '../../invocation/chain-times.ts';
import type { VariantSnapshot } from '../../records/endpoint-snapshot.ts';

/** How long requests under way may take once a variant is to go (the real service's figure). */
const drainTimeoutMs = 30_000;

/** One production variant alive: its chain, or in Direct mode each container by its own name. */
export class Variant {
  readonly snapshot: VariantSnapshot;
  readonly stages: readonly Stage[];
  readonly name: string;
  /** Serial: the whole chain. */
  readonly chain: Chain;
  readonly #byHostname: ReadonlyMap<string, Chain>;

  constructor(snapshot: VariantSnapshot, stages: readonly Stage[], options: ChainOptions) {
    this.snapshot = snapshot;
    this.name = snapshot.name;
    this.stages = stages;
    this.chain = new Chain(stages, options);
    const direct = snapshot.mode === 'Direct' ? stages : [];
    this.#byHostname = new Map(direct.map((stage) => [stage.hostname, new Chain([stage], options)]));
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

  /** Lets the requests under way finish, then stops the containers. */
  async close(): Promise<void> {
    const end = performance.now() + drainTimeoutMs;
    // Who was told of this one a moment ago may not have asked yet.
    await sleep(10);
    while (this.chains.some(({ underWay }) => underWay > 0) && performance.now() < end) await sleep(10);
    await Promise.all(this.stages.map((stage) => stage.close()));
  }
}
