import type { ContainerAnswer } from '../../container/payload.ts';
import type { Wrapper } from '../handler.ts';
import type { ChainCall } from '../invocation.ts';

export interface TimeLimit {
  /** Unless the call has a time of its own (`ChainCall.timeoutMs`). */
  readonly ms: number;
  /** Whether containers get to know it, to refuse at once what they could not answer in time. */
  readonly isDeadline: boolean;
}

/**
 * Ends a call when its time is up (the signal's reason is `timeout`), or when its caller goes (`disconnected`). A call
 * that is answered at once has no limit, and pays for none.
 */
export const timeLimit =
  ({ ms: usualMs, isDeadline }: TimeLimit): Wrapper<ChainCall> =>
  (next) => {
    const limited = async (call: ChainCall): Promise<ContainerAnswer> => {
      const controller = new AbortController();
      const ms = call.timeoutMs ?? usualMs;
      const timer = setTimeout(() => controller.abort('timeout'), ms);
      const stopListening = call.caller?.onGone(() => controller.abort('disconnected'));
      call.signal = controller.signal;
      if (isDeadline) call.deadline = performance.now() + ms;
      try {
        return await next(call);
      } finally {
        clearTimeout(timer);
        stopListening?.();
      }
    };
    return (call) => {
      const { chain, request, caller, observer } = call;
      if (observer === undefined && chain.isQuick(request)) return next(call);
      return caller === undefined ? limited(call) : caller.begin(() => limited(call));
    };
  };
