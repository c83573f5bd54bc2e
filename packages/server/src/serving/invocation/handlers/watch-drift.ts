import type { ContainerAnswer } from '../../container/payload.ts';
import type { DriftWatch } from '../../drift/drift-watch.ts';
import type { StageAnswer } from '../chain.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';

/** Gives a sample of the requests that were answered to a watch. Such a request goes through the chain container by container. */
export const watchDrift =
  (watch: Pick<DriftWatch, 'isSampled' | 'add'>): Wrapper<Invocation> =>
  (next) =>
  (invocation) => {
    if (invocation.parts !== undefined || !watch.isSampled()) return next(invocation);
    const seen = observe(invocation);
    const record = (answer: ContainerAnswer): ContainerAnswer => {
      const steps = seen.slice(0, -1).map(({ stage, answer: given }) => ({ ...given, container: stage.hostname }));
      watch.add({ request: invocation.request, answer, steps });
      return answer;
    };
    const answer = next(invocation);
    return answer instanceof Promise ? answer.then(record) : record(answer);
  };

/** Beside another observer. */
function observe(invocation: Invocation): StageAnswer[] {
  const seen: StageAnswer[] = [];
  const { observer } = invocation;
  invocation.observer = (step) => {
    seen.push(step);
    observer?.(step);
  };
  return seen;
}
