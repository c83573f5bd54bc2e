import { present } from '@catenary/scoring/internal/values';
import type { TransformRequest } from '../../records/transform-request.ts';
import { BatchOptionError } from './batch-option-error.ts';

export type Strategy = 'SINGLE_RECORD' | 'MULTI_RECORD';

/** How a job makes requests of records, as far as its request says: what is absent is the first container's word. */
export interface BatchingPlan {
  readonly strategy?: Strategy;
  /** Requests to the chain under way at once. */
  readonly maxConcurrentTransforms?: number;
  /** Largest request body; 0 for no limit. */
  readonly maxPayloadInMB?: number;
  readonly invocationTimeoutMs: number;
  /** Attempts after the first one. */
  readonly maxRetries: number;
  /**
   * Whether a mini-batch may be cut smaller without a trace in the output: every answer is lines, and lines are put
   * together.
   */
  readonly isDivisible: boolean;
}

export function batching(request: TransformRequest): BatchingPlan {
  checkPayload(request);
  return {
    ...present({
      strategy: strategyOf(request),
      // 0 is the container's choice, as it is where nothing is said.
      maxConcurrentTransforms: request.MaxConcurrentTransforms || undefined,
      maxPayloadInMB: request.MaxPayloadInMB,
    }),
    invocationTimeoutMs: (request.ModelClientConfig?.InvocationsTimeoutInSeconds ?? 600) * 1000,
    maxRetries: request.ModelClientConfig?.InvocationsMaxRetries ?? 3,
    isDivisible: answersLineByLine(request),
  };
}

/** The request's strategy, as containers have it in their environment. */
export function strategyOf({ BatchStrategy: strategy }: TransformRequest): Strategy | undefined {
  if (strategy === undefined) return undefined;
  return strategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD';
}

/** MaxPayloadInMB at most 100, and so is its product with MaxConcurrentTransforms where that is given. */
function checkPayload(request: TransformRequest): void {
  const payload = request.MaxPayloadInMB ?? 6;
  if (payload > 100) throw new BatchOptionError(`MaxPayloadInMB must be at most 100; it is ${payload}.`);
  const concurrent = request.MaxConcurrentTransforms ?? 0;
  if (concurrent * payload > 100) {
    throw new BatchOptionError(
      `MaxConcurrentTransforms * MaxPayloadInMB must be at most 100 MB; it is ${concurrent} * ${payload} = ${concurrent * payload}.`,
    );
  }
}

function answersLineByLine({ TransformInput: input, TransformOutput: output }: TransformRequest): boolean {
  const { Accept: accept = '*/*', AssembleWith: assembleWith } = output;
  const isText = /^(\*\/\*|text\/csv|application\/jsonlines)$/.test(accept);
  return isText && assembleWith === 'Line' && (input.ContentType ?? '').startsWith('text/csv');
}
