import { present } from '@catenary/scoring/internal/values';
import { loadZod, type Zod } from '../../util/load-zod.ts';

/**
 * `GET /execution-parameters`: what a container wishes for in batch (developer guide, "Use Your Own Inference Code with
 * Batch Transform").
 */
export interface ExecutionParameters {
  readonly maxConcurrentTransforms?: number;
  readonly batchStrategy?: 'SINGLE_RECORD' | 'MULTI_RECORD';
  readonly maxPayloadInMB?: number;
}

/** A member that does not fit is ignored by itself, so that one bad value does not lose the others. */
const executionParametersBody = (z: Zod) =>
  z.object({
    MaxConcurrentTransforms: z.int().min(0).optional().catch(undefined),
    BatchStrategy: z.enum(['SINGLE_RECORD', 'MULTI_RECORD']).optional().catch(undefined),
    MaxPayloadInMB: z.int().min(0).optional().catch(undefined),
  });

/** Reads the body of `GET /execution-parameters`; undefined unless it is a JSON object. */
export function readExecutionParameters(text: string): ExecutionParameters | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = executionParametersBody(loadZod()).safeParse(value);
  if (!read.success) return undefined;
  const { MaxConcurrentTransforms, BatchStrategy, MaxPayloadInMB } = read.data;
  return present({
    maxConcurrentTransforms: MaxConcurrentTransforms,
    batchStrategy: BatchStrategy,
    maxPayloadInMB: MaxPayloadInMB,
  });
}
