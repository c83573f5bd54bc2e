import { describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../../src/contract/service-error.ts';
import type { ContainerAnswer } from '../../../src/serving/container/payload.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import { abortedError } from '../../../src/serving/container/stage-unreachable.ts';
import type { ContainerLogs } from '../../../src/serving/container-logs.ts';
import { AnswerStream } from '../../../src/serving/invocation/answer-stream.ts';
import type { Caller } from '../../../src/serving/invocation/caller.ts';
import { Chain } from '../../../src/serving/invocation/chain.ts';
import { compose, type Handler } from '../../../src/serving/invocation/handler.ts';
import { invokeChain } from '../../../src/serving/invocation/handlers/invoke-chain.ts';
import { streamLimit } from '../../../src/serving/invocation/handlers/stream-limit.ts';
import { timeLimit } from '../../../src/serving/invocation/handlers/time-limit.ts';
import { endpointHandlers } from '../../../src/serving/invocation/handlers.ts';
import { type ChainCall, chainCall, Invocation } from '../../../src/serving/invocation/invocation.ts';
import { StageFailure } from '../../../src/serving/invocation/stage-failure.ts';

/** A container that answers as it is given; its requests run until their signal ends them if it is given none. */
function stage(answer?: ContainerAnswer): Stage {
  return {
    hostname: 'only',
    image: 'registry/only:1',
    invoke: (_request, signal) =>
      answer === undefined
        ? new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(abortedError(signal)));
          })
        : Promise.resolve(answer),
    ping: () => Promise.resolve(true),
    executionParameters: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

/** A caller that may leave, and knows who listens for that. */
function caller(): Caller & { readonly listeners: Set<() => void> } {
  const listeners = new Set<() => void>();
  return {
    listeners,
    onGone(cancel) {
      listeners.add(cancel);
      return () => listeners.delete(cancel);
    },
    begin: (work) => work(),
  };
}

const ok: ContainerAnswer = { status: 200, body: Buffer.from('yes') };
const request = { body: Buffer.from('x') };
const realm = { region: 'us-east-1', account: '000000000000' };

const failureOf = (answer: ContainerAnswer | Promise<ContainerAnswer>) =>
  Promise.resolve(answer).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('compose()', () => {
  it('runs the first wrapper outermost', async () => {
    const order: string[] = [];
    const named = (name: string) => (next: Handler<string>) => (call: string) => {
      order.push(name);
      return next(call);
    };
    await compose([named('first'), named('second')], () => {
      order.push('last');
      return ok;
    })('call');
    expect(order).toEqual(['first', 'second', 'last']);
  });
});

describe('timeLimit()', () => {
  const limited = (ms: number, isDeadline = true) => compose<ChainCall>([timeLimit({ ms, isDeadline })], invokeChain);

  it('ends a call when its time is up, and the failure says so', async () => {
    const who = caller();
    const error = await failureOf(limited(5)(chainCall(new Chain([stage()]), request, { caller: who })));
    expect(error).toMatchObject({ reason: 'timeout', status: 0 });
    expect(who.listeners.size).toBe(0);
  });

  it('ends a call when its caller goes', async () => {
    const who = caller();
    const call = chainCall(new Chain([stage()]), request, { caller: who });
    const pending = failureOf(limited(60_000)(call));
    for (const cancel of who.listeners) cancel();
    expect(await pending).toMatchObject({ reason: 'connection', status: 0 });
    expect(call.signal?.reason).toBe('disconnected');
  });

  it('leaves no timer and no listener behind an answer', async () => {
    vi.useFakeTimers();
    const who = caller();
    await limited(60_000)(chainCall(new Chain([stage(ok)]), request, { caller: who }));
    expect([vi.getTimerCount(), who.listeners.size]).toEqual([0, 0]);
    vi.useRealTimers();
  });

  it('is a deadline for containers only if it is to be one', async () => {
    const deadlines: (number | undefined)[] = [];
    const noting: Stage = {
      ...stage(),
      invoke: ({ deadline }) => {
        deadlines.push(deadline);
        return ok;
      },
    };
    for (const isDeadline of [true, false])
      await limited(1_000, isDeadline)(chainCall(new Chain([noting]), request, {}));
    expect(deadlines).toEqual([expect.any(Number), undefined]);
  });
});

describe('streamLimit()', () => {
  /** A container that begins to answer at once if it is to, and never ends. */
  const streaming = (begins: boolean): Stage => ({
    ...stage(),
    takesParts: true,
    invoke: ({ parts }, signal) => {
      if (begins) parts?.begin({ status: 200 }, { pause: () => undefined, resume: () => undefined });
      return Promise.resolve(stage().invoke(request, signal));
    },
  });
  const limited = (firstMs: number, totalMs: number) => compose([streamLimit({ firstMs, totalMs })], invokeChain);
  const callOf = (begins: boolean, who = caller()) =>
    chainCall(new Chain([streaming(begins)]), request, { caller: who, parts: new AnswerStream() });

  it('ends a call whose answer does not begin in time', async () => {
    const call = callOf(false);
    expect(await failureOf(limited(5, 60_000)(call))).toMatchObject({ reason: 'timeout' });
    expect(call.signal?.reason).toBe('timeout');
  });

  it('lets an answer that has begun go on until its whole time is up', async () => {
    vi.useFakeTimers();
    const ended = failureOf(limited(100, 1000)(callOf(true)));
    await vi.advanceTimersByTimeAsync(999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await ended).toMatchObject({ reason: 'timeout' });
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('ends a call when its caller goes', async () => {
    const who = caller();
    const call = callOf(true, who);
    const pending = failureOf(limited(60_000, 60_000)(call));
    for (const cancel of who.listeners) cancel();
    expect(await pending).toMatchObject({ reason: 'connection' });
    expect([call.signal?.reason, who.listeners.size]).toEqual(['disconnected', 0]);
  });
});

describe('endpointHandlers()', () => {
  const lines: string[] = [];
  const logs: ContainerLogs = {
    instance: 'i-1',
    write: (_stream, line) => lines.push(line),
    flush: () => Promise.resolve(),
  };
  const refusal: ContainerAnswer = { status: 400, body: Buffer.from('no') };
  const handlersOf = (answer?: ContainerAnswer) => {
    const stages = [stage(answer)];
    const found = { variant: { name: 'v', stages }, chain: new Chain(stages) };
    return endpointHandlers({ router: () => found, logs });
  };
  const invocation = (more: ConstructorParameters<typeof Invocation>[1] = {}) =>
    new Invocation({ id: 'id-1', target: { realm, endpointName: 'e' }, request }, more);

  it('answer what is asked of an endpoint, and say which variant did', async () => {
    const asked = invocation();
    expect(await handlersOf(ok).invoke(asked)).toBe(ok);
    expect(asked.route?.variant.name).toBe('v');
  });

  it('turn a refusal into ModelError, and log it with the id of the request', async () => {
    lines.length = 0;
    const error = await failureOf(handlersOf(refusal).invoke(invocation()));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ code: 'ModelError', status: 424 });
    expect(lines).toEqual([
      '[catenary] request id-1 failed with 400 at container 1 of 1 (hostname "only", image "registry/only:1"): no',
    ]);
  });

  it('do not log the failure of a request whose caller has left', async () => {
    lines.length = 0;
    const who = caller();
    const pending = failureOf(handlersOf().invoke(invocation({ caller: who })));
    for (const cancel of who.listeners) cancel();
    expect(await pending).toMatchObject({ code: 'ModelError' });
    expect(lines).toEqual([]);
  });

  it('leave the failure of a trace as it is, without a line in the log', async () => {
    lines.length = 0;
    const statuses: number[] = [];
    const observed = invocation({ observer: ({ answer }) => statuses.push(answer.status) });
    expect(await failureOf(handlersOf(refusal).trace(observed))).toBeInstanceOf(StageFailure);
    expect([statuses, lines]).toEqual([[400], []]);
  });
});
