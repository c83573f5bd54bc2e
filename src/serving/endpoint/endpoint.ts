import { ServiceError } from '../../contract/service-error.ts';
import type { InferencePipeline } from '../pipeline/inference-pipeline.ts';
import type { EndpointSnapshot } from './endpoint-snapshot.ts';
import { pickByWeight } from './pick-variant.ts';
import type { Variant } from './variant.ts';

/** Where a caller wants its request to go. */
export interface InvocationTarget {
  readonly variant?: string;
  readonly containerHostname?: string;
}

interface Weighted {
  readonly variant: Variant;
  readonly weight: number;
}

/** One endpoint alive: its variants, and which of them takes a request. */
export class Endpoint {
  readonly name: string;
  readonly snapshot: EndpointSnapshot;
  readonly variants: readonly Variant[];
  #weighted: readonly Weighted[];

  constructor(name: string, snapshot: EndpointSnapshot, variants: readonly Variant[]) {
    this.name = name;
    this.snapshot = snapshot;
    this.variants = variants;
    this.#weighted = variants.map((variant) => ({ variant, weight: variant.snapshot.weight }));
  }

  setWeights(weights: ReadonlyMap<string, number>): void {
    this.#weighted = this.#weighted.map(({ variant, weight }) => ({
      variant,
      weight: weights.get(variant.snapshot.name) ?? weight,
    }));
  }

  /** The variant and the chain (Direct mode: the container) that take a request. Throws ValidationError for a target there is none of. */
  route(target: InvocationTarget, random: () => number): { variant: Variant; pipeline: InferencePipeline } {
    const variant = target.variant === undefined ? this.#pick(random) : this.#named(target.variant);
    return { variant, pipeline: this.#pipelineOf(variant, target.containerHostname) };
  }

  #pick(random: () => number): Variant {
    const first = this.#weighted[0] as Weighted;
    return this.#weighted.length === 1 ? first.variant : (pickByWeight(this.#weighted, random()) as Weighted).variant;
  }

  #named(name: string): Variant {
    const found = this.variants.find((variant) => variant.snapshot.name === name);
    if (found !== undefined) return found;
    const names = this.variants.map((variant) => variant.snapshot.name).join(', ');
    throw new ServiceError(
      'ValidationError',
      `Variant ${name} not found for endpoint ${this.name}. Its variants are: ${names}.`,
    );
  }

  #pipelineOf(variant: Variant, hostname: string | undefined): InferencePipeline {
    const hostnames = variant.stages.map((stage) => stage.hostname).join(', ');
    if (variant.snapshot.mode === 'Serial') {
      if (hostname === undefined) return variant.chain;
      throw new ServiceError(
        'ValidationError',
        `Endpoint ${this.name} runs its containers in Serial mode and does not support the target container hostname header.`,
      );
    }
    if (hostname === undefined) {
      throw new ServiceError(
        'ValidationError',
        `Endpoint ${this.name} runs its containers in Direct mode: name one of ${hostnames} in the target container hostname header.`,
      );
    }
    const pipeline = variant.container(hostname);
    if (pipeline !== undefined) return pipeline;
    throw new ServiceError(
      'ValidationError',
      `Container ${hostname} not found for endpoint ${this.name}. Its containers are: ${hostnames}.`,
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.variants.map((variant) => variant.close()));
  }
}
