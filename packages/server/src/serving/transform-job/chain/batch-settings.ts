import type { ExecutionParameters } from '../../container/execution-parameters.ts';
import type { Stage } from '../../container/stage.ts';
import type { BatchingPlan, Strategy } from '../plan/batching.ts';

/** How a job makes requests of records, settled: the plan's word first, then the first container's, then the service's defaults. */
export interface BatchSettings {
  readonly strategy: Strategy;
  /** Requests to the chain under way at once. */
  readonly maxConcurrentTransforms: number;
  /** Largest request body, bytes; Infinity for MaxPayloadInMB 0 (see `splitLimits`). */
  readonly maxPayloadBytes: number;
}

/**
 * MB is MiB. Source: developer guide, "Use Your Own Inference Code with Batch Transform" (precedence); SageMaker API
 * reference, CreateTransformJob (defaults).
 */
export function settleBatch(plan: BatchingPlan, container: ExecutionParameters = {}): BatchSettings {
  const maxPayloadInMB = plan.maxPayloadInMB ?? container.maxPayloadInMB ?? 6;
  return {
    strategy: plan.strategy ?? container.batchStrategy ?? 'MULTI_RECORD',
    maxConcurrentTransforms: Math.max(1, plan.maxConcurrentTransforms ?? container.maxConcurrentTransforms ?? 1),
    maxPayloadBytes: maxPayloadInMB === 0 ? Infinity : maxPayloadInMB * 1024 * 1024,
  };
}

/**
 * What is wished for by default where a chain runs in worker processes of this server: a request at once for each, so
 * that every core is busy. No answer shows it, since a worker has one request at a time. Others may count on getting
 * one request at a time.
 */
export function wishesOfWorkers(stages: readonly Stage[]): ExecutionParameters {
  const outside = stages.filter(({ native }) => native === undefined);
  const counts = outside.map(({ processCount }) => processCount ?? 0);
  return counts.length === 0 || counts.includes(0) ? {} : { maxConcurrentTransforms: Math.max(...counts) };
}
