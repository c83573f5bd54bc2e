import { invocationTimeoutMs, streamTimeoutMs } from '../../contract/timeouts.ts';
import type { DataCapture } from '../capture/data-capture.ts';
import type { ContainerLogs } from '../container-logs.ts';
import type { DriftWatch } from '../drift/drift-watch.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import { compose, type Handler } from './handler.ts';
import { admit } from './handlers/admit.ts';
import { capture } from './handlers/capture.ts';
import { inferenceType } from './handlers/inference-type.ts';
import { invokeChain } from './handlers/invoke-chain.ts';
import { measure } from './handlers/measure.ts';
import { recordSpans } from './handlers/record-spans.ts';
import { type Router, route } from './handlers/route.ts';
import { serverless } from './handlers/serverless.ts';
import { type ShadowOptions, shadow } from './handlers/shadow.ts';
import { streamLimit } from './handlers/stream-limit.ts';
import { timeLimit } from './handlers/time-limit.ts';
import { translateFailure } from './handlers/translate-failure.ts';
import { watchDrift } from './handlers/watch-drift.ts';
import type { Invocation } from './invocation.ts';

export interface EndpointHandlersOptions {
  readonly router: Router;
  readonly logs: ContainerLogs;
  /** Records traces; absent if there is no collector for them. */
  readonly tracer?: Tracer | undefined;
  /** What is captured of requests; absent if nothing is. */
  readonly capture?: CaptureOfRequests | undefined;
  /** What looks at a sample for drift; absent if nothing does. */
  readonly drift?: DriftWatch | undefined;
  /** The shadow that gets copies of requests; absent if there is none. */
  readonly shadow?: ShadowOptions | undefined;
  /** Whether it takes asynchronous requests, and no others. */
  readonly isAsync?: boolean;
  /** Requests that a serverless endpoint answers at once, as it is by now; absent for any other. */
  readonly maxConcurrency?: (() => number) | undefined;
}

export interface CaptureOfRequests {
  readonly data: DataCapture;
  /** Whether what each container answered is captured as well. */
  readonly hasSteps: boolean;
}

export interface EndpointHandlers {
  /** InvokeEndpoint. Throws (or rejects with) `ServiceError`. */
  readonly invoke: Handler<Invocation>;
  /** InvokeEndpointWithResponseStream: the same, with the answer part by part (`Invocation.parts`). */
  readonly stream: Handler<Invocation>;
  /** A request of InvokeEndpointAsync, when its turn has come. */
  readonly invokeAsync: Handler<Invocation>;
  /** The same request, for an observer: it is in no statistics, and a failure of the chain is a `StageFailure`. */
  readonly trace: Handler<Invocation>;
}

/**
 * What a request to an endpoint passes, from the outside in. Composed once, when the endpoint starts: a handler that
 * the endpoint does without is not in the list, and costs nothing.
 */
export function endpointHandlers(options: EndpointHandlersOptions): EndpointHandlers {
  const { router, logs, tracer, capture: of, shadow: to, isAsync = false, maxConcurrency } = options;
  const streamed = compose(
    [streamLimit({ firstMs: invocationTimeoutMs, totalMs: streamTimeoutMs }), measure],
    invokeChain,
  );
  const traced = compose([limit], invokeChain);
  const captured = of === undefined ? [] : [capture(of.data, of.hasSteps)];
  const watched = options.drift === undefined ? [] : [watchDrift(options.drift)];
  const throttled = maxConcurrency === undefined ? [] : [serverless(maxConcurrency)];
  const spans = tracer === undefined ? [] : [recordSpans(tracer)];
  const outer = [...spans, admit, ...throttled, translateFailure(logs), ...captured, ...watched];
  const atOnce = isAsync ? [inferenceType('ASYNC'), ...outer] : outer;
  const later = isAsync ? outer : [inferenceType('REAL_TIME'), ...outer];
  return {
    invoke: compose(to === undefined ? atOnce : [...atOnce, shadow(to)], route(router, measuredChain)),
    stream: compose(atOnce, route(router, streamed)),
    invokeAsync: compose(later, route(router, measuredChain)),
    trace: compose([admit], route(router, traced)),
  };
}

const limit = timeLimit({ ms: invocationTimeoutMs, isDeadline: true });

/** A call of a chain within its time, which is recorded. */
export const measuredChain = compose([limit, measure], invokeChain);
