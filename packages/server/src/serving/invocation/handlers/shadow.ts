import type { ContainerAnswer } from '../../container/payload.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';
import type { ShadowQueue } from '../shadow-queue.ts';

export interface ShadowOptions {
  readonly queue: Pick<ShadowQueue, 'add'>;
  /** The share of requests that the shadow gets, percent. */
  readonly percent: number;
  /** In [0, 1): draws the sample. */
  readonly random: () => number;
}

/** Gives a sample of the requests that were answered to a shadow variant, whose answers no caller gets. */
export const shadow =
  ({ queue, percent, random }: ShadowOptions): Wrapper<Invocation> =>
  (next) =>
  (invocation) => {
    if (random() * 100 >= percent) return next(invocation);
    const since = performance.now();
    const mirror = (answer: ContainerAnswer): ContainerAnswer => {
      const { id, request } = invocation;
      queue.add({ id, request, answer, ms: performance.now() - since });
      return answer;
    };
    const answer = next(invocation);
    return answer instanceof Promise ? answer.then(mirror) : mirror(answer);
  };
