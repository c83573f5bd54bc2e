import { present } from '@catenary/scoring/internal/values';
import type { ExecutionParameters } from '../container/execution-parameters.ts';
import type { Stage } from '../container/stage.ts';
import type { TransformRequest } from '../records/transform-request.ts';

/** How a job runs, settled: the request's word first, then the first container's, then the service's defaults. */
export interface BatchSettings {
  readonly strategy: 'SINGLE_RECORD' | 'MULTI_RECORD';
  /** Requests to the chain under way at once. */
  readonly maxConcurrentTransforms: number;
  /** Largest request body, bytes; Infinity for MaxPayloadInMB 0 (see `splitLimits`). */
  readonly maxPayloadBytes: number;
  readonly invocationTimeoutMs: number;
  /** Attempts after the first one. */
  readonly maxRetries: number;
}

/**
 * MB is MiB. Source: developer guide, "Use Your Own Inference Code with Batch Transform" (precedence); SageMaker API
 * reference, CreateTransformJob (defaults).
 */
export function settleBatch(request: TransformRequest, container: ExecutionParameters = {}): BatchSettings {
  const named =
    request.BatchStrategy === undefined
      ? undefined
      : request.BatchStrategy === 'SingleRecord'
        ? 'SINGLE_RECORD'
        : 'MULTI_RECORD';
  const maxPayloadInMB = request.MaxPayloadInMB ?? container.maxPayloadInMB ?? 6;
  return {
    strategy: named ?? container.batchStrategy ?? 'MULTI_RECORD',
    maxConcurrentTransforms: Math.max(1, request.MaxConcurrentTransforms || container.maxConcurrentTransforms || 1),
    maxPayloadBytes: maxPayloadInMB === 0 ? Infinity : maxPayloadInMB * 1024 * 1024,
    invocationTimeoutMs: (request.ModelClientConfig?.InvocationsTimeoutInSeconds ?? 600) * 1000,
    maxRetries: request.ModelClientConfig?.InvocationsMaxRetries ?? 3,
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

/**
 * What the containers of a job find in their environment besides their own (developer guide, "Use Your Own Inference
 * Code with Batch Transform").
 */
export function batchEnvironment(request: TransformRequest): Record<string, string> {
  const { MaxPayloadInMB: payload, BatchStrategy: strategy, MaxConcurrentTransforms: concurrent } = request;
  return {
    ...request.Environment,
    SAGEMAKER_BATCH: 'true',
    ...present({
      SAGEMAKER_MAX_PAYLOAD_IN_MB: payload === undefined ? undefined : String(payload),
      SAGEMAKER_BATCH_STRATEGY:
        strategy === undefined ? undefined : strategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD',
      SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: concurrent === undefined ? undefined : String(concurrent),
    }),
  };
}
