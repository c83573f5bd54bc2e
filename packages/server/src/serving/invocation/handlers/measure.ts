import type { ContainerAnswer } from '../../container/payload.ts';
import type { Wrapper } from '../handler.ts';
import type { ChainCall } from '../invocation.ts';

/** Records how long each container of the chain took for an answer, and the chain in all. */
export const measure: Wrapper<ChainCall> = (next) => (call) => {
  const { chain } = call;
  const since = performance.now();
  const spentMs = new Float64Array(chain.stages.length);
  call.spentMs = spentMs;
  const record = (answer: ContainerAnswer): ContainerAnswer => {
    chain.times.record(spentMs, performance.now() - since);
    return answer;
  };
  const answer = next(call);
  return answer instanceof Promise ? answer.then(record) : record(answer);
};
