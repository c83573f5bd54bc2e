import type { ContainerAnswer } from '../../container/payload.ts';
import type { Wrapper } from '../handler.ts';
import type { ChainCall } from '../invocation.ts';

export interface StreamLimits {
  /** Until the answer begins, milliseconds. */
  readonly firstMs: number;
  /** Until it has ended. */
  readonly totalMs: number;
}

/**
 * Ends a call whose answer goes to its caller while it is made: when it does not begin or end in time (the signal's
 * reason is `timeout`), or when its caller goes (`disconnected`).
 */
export const streamLimit =
  ({ firstMs, totalMs }: StreamLimits): Wrapper<ChainCall> =>
  (next) =>
  async (call): Promise<ContainerAnswer> => {
    const controller = new AbortController();
    const expire = () => controller.abort('timeout');
    const timers = [setTimeout(expire, firstMs), setTimeout(expire, totalMs)];
    const stopListening = call.caller?.onGone(() => controller.abort('disconnected'));
    void call.parts?.begun.then(() => clearTimeout(timers[0]));
    call.signal = controller.signal;
    call.deadline = performance.now() + firstMs;
    try {
      return await next(call);
    } finally {
      timers.forEach(clearTimeout);
      stopListening?.();
    }
  };
