import type { Stage } from '../container/stage.ts';
import { InferencePipeline, type InferencePipelineOptions } from '../pipeline/inference-pipeline.ts';
import type { VariantSnapshot } from './endpoint-snapshot.ts';

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

  async close(): Promise<void> {
    await Promise.all(this.stages.map((stage) => stage.close()));
  }
}
