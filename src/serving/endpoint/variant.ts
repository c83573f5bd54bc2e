import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../container/stage.ts';
import { InferencePipeline, type InferencePipelineOptions } from '../pipeline/inference-pipeline.ts';
import type { VariantSnapshot } from './endpoint-snapshot.ts';

/** How long requests under way may take once a variant is to go (the real service's figure). */
const drainTimeoutMs = 30_000;

/** One production variant alive: its chain, or in Direct mode each container by its own name. */
export class Variant {
  readonly snapshot: VariantSnapshot;
  readonly stages: readonly Stage[];
  /** Serial: the whole chain. */
  readonly chain: InferencePipeline;
  readonly #byHostname: ReadonlyMap<string, InferencePipeline>;

  constructor(snapshot: VariantSnapshot, stages: readonly Stage[], options: InferencePipelineOptions) {
    this.snapshot = snapshot;
    this.stages = stages;
    this.chain = new InferencePipeline(stages, options);
    const direct = snapshot.mode === 'Direct' ? stages : [];
    this.#byHostname = new Map(direct.map((stage) => [stage.hostname, new InferencePipeline([stage], options)]));
  }

  /** Direct mode: the one container of that name. */
  container(hostname: string): InferencePipeline | undefined {
    return this.#byHostname.get(hostname);
  }

  /** Lets the requests under way finish, then stops the containers. */
  async close(): Promise<void> {
    const end = performance.now() + drainTimeoutMs;
    const pipelines = [this.chain, ...this.#byHostname.values()];
    while (pipelines.some(({ underWay }) => underWay > 0) && performance.now() < end) await sleep(10);
    await Promise.all(this.stages.map((stage) => stage.close()));
  }
}
