import type { ContainerAnswer } from '../container/payload.ts';

/** Answers a call, at once if it can: a prediction of microseconds is not worth a turn of the event loop. */
export type Handler<Call> = (call: Call) => ContainerAnswer | Promise<ContainerAnswer>;

/** Does its own part before or after the next handler, or in its place. */
export type Wrapper<Call> = (next: Handler<Call>) => Handler<Call>;

/** One handler of several: the first wrapper is the outermost, `last` the innermost. */
export function compose<Call>(wrappers: readonly Wrapper<Call>[], last: Handler<Call>): Handler<Call> {
  return wrappers.reduceRight((next, wrap) => wrap(next), last);
}
