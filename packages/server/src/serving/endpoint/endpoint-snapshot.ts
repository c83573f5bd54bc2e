import type { StageDefinition } from '../container/stage-definition.ts';

/** One production variant with everything it is made of. */
export interface VariantSnapshot {
  readonly name: string;
  readonly modelName: string;
  readonly mode: 'Serial' | 'Direct';
  readonly containers: readonly StageDefinition[];
  readonly weight: number;
  readonly instanceCount: number;
  readonly instanceType?: string;
  /** Time for the first healthy ping, seconds. */
  readonly startupTimeoutInSeconds: number;
}

/** What an endpoint serves: kept in the store, so that it comes back whatever became of configuration and models. */
export interface EndpointSnapshot {
  readonly configName: string;
  readonly variants: readonly VariantSnapshot[];
}
