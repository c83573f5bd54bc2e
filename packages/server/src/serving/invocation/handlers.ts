import { invocationTimeoutMs, streamTimeoutMs } from '../../contract/timeouts.ts';
import type { DataCapture } from '../capture/data-capture.ts';
import type { ContainerLogs } from '../container-logs.ts';
import { compose, type Handler } from './handler.ts';
import { admit } from './handlers/admit.ts';
import { capture } from './handlers/capture.ts';
import { measure } from './handlers/measure.ts';
import { type Router, route } from './handlers/route.ts';
import { type ShadowOptions, shadow } from './handlers/shadow.ts';
import { streamLimit } from './handlers/stream-limit.ts';
import { timeLimit } from './handlers/time-limit.ts';
import { translateFailure } from './handlers/translate-failure.ts';
import type { ChainCall, Invocation } from './invocation.ts';

export interface EndpointHandlersOptions {
  readonly router: Router;
  readonly logs: ContainerLogs;
  /** What is captured of requests; absent if nothing is. */
  readonly capture?: CaptureOfRequests | undefined;
  /** The shadow that gets copies of requests; absent if there is none. */
  readonly shadow?: ShadowOptions | undefined;
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
  /** The same request, for an observer: it is in no statistics, and a failure of the chain is a `StageFailure`. */
  readonly trace: Handler<Invocation>;
}

/**
 * What a request to an endpoint passes, from the outside in. Composed once, when the endpoint starts: a handler that
 * the endpoint does without is not in the list, and costs nothing.
 */
export function endpointHandlers({ router, logs, capture: of, shadow: to }: EndpointHandlersOptions): EndpointHandlers {
  const streamed = compose(
    [streamLimit({ firstMs: invocationTimeoutMs, totalMs: streamTimeoutMs }), measure],
    invokeChain,
  );
  const traced = compose([limit], invokeChain);
  const captured = of === undefined ? [] : [capture(of.data, of.hasSteps)];
  const outer = [admit, translateFailure(logs), ...captured];
  return {
    invoke: compose(to === undefined ? outer : [...outer, shadow(to)], route(router, measuredChain)),
    stream: compose(outer, route(router, streamed)),
    trace: compose([admit], route(router, traced)),
  };
}

/** The innermost handler. */
export const invokeChain: Handler<ChainCall> = (call) => call.chain.invoke(call.request, call);

const limit = timeLimit({ ms: invocationTimeoutMs, isDeadline: true });

/** A call of a chain within its time, which is recorded. */
export const measuredChain = compose([limit, measure], invokeChain);
