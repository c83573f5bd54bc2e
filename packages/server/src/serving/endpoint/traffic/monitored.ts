import { ServiceError } from '../../../contract/service-error.ts';
import type { ContainerAnswer } from '../../container/payload.ts';
import type { Handler } from '../../invocation/handler.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import type { SplitMonitor } from './split-monitor.ts';

interface Monitoring {
  readonly monitor: SplitMonitor;
  readonly isNew: boolean;
  readonly share: number;
}

/** The same handler; how each request ends is reported to the monitor. */
export const monitored =
  (handler: Handler<Invocation>, { monitor, isNew, share }: Monitoring): Handler<Invocation> =>
  (invocation) => {
    // Who names a variant is not drawn at random.
    if (invocation.target.targetVariant !== undefined) return handler(invocation);
    const since = performance.now();
    const note = (hasFailed: boolean) => monitor.note({ isNew, share, hasFailed, ms: performance.now() - since });
    const fail = (error: unknown): never => {
      if (isFailure(error, invocation)) note(true);
      throw error;
    };
    const end = (answer: ContainerAnswer): ContainerAnswer => {
      note(false);
      return answer;
    };
    try {
      const answer = handler(invocation);
      return answer instanceof Promise ? answer.then(end, fail) : end(answer);
    } catch (error) {
      return fail(error);
    }
  };

/** What a caller asks for and there is not is no failure of a configuration, nor is a caller that has left. */
function isFailure(error: unknown, { call }: Invocation): boolean {
  if (call?.signal?.reason === 'disconnected') return false;
  return !(error instanceof ServiceError) || error.code !== 'ValidationError';
}
