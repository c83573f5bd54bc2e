import type { ContainerAnswer } from '../../container/payload.ts';
import type { Wrapper } from '../handler.ts';
import type { ChainCall } from '../invocation.ts';
import { StageFailure } from '../stage-failure.ts';

/** Records how long each container of the chain took for an answer, and the chain in all; and counts failures. */
export const measure: Wrapper<ChainCall> = (next) => (call) => {
  const { chain } = call;
  const since = performance.now();
  const spentMs = new Float64Array(chain.stages.length);
  call.spentMs = spentMs;
  const record = (answer: ContainerAnswer): ContainerAnswer => {
    chain.times.record(spentMs, performance.now() - since);
    return answer;
  };
  try {
    const answer = next(call);
    if (!(answer instanceof Promise)) return record(answer);
    return answer.then(record, (error: unknown) => fail(call, error, since));
  } catch (error) {
    return fail(call, error, since);
  }
};

/** A caller that has left is no failure of a container. */
function fail({ chain, signal }: ChainCall, error: unknown, since: number): never {
  if (error instanceof StageFailure) {
    error.milliseconds = performance.now() - since;
    if (signal?.reason === 'disconnected') chain.times.recordLeft();
    else chain.times.recordFailure(error.container.position - 1, error.status);
  }
  throw error;
}
