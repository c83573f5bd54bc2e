import { describe, expect, it } from 'vitest';
import type { ContainerRequest } from '../../../src/serving/container/payload.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import { abortedError, StageUnreachable } from '../../../src/serving/container/stage-unreachable.ts';
import { Chain } from '../../../src/serving/invocation/chain.ts';
import { modelError } from '../../../src/serving/invocation/model-error.ts';
import type { StageFailure } from '../../../src/serving/invocation/stage-failure.ts';

/** What a container that was not asked, or whose caller has left, makes of a chain and of its answer. */
class FakeStage implements Stage {
  readonly image = 'registry/fake:1';
  readonly hostname: string;
  readonly #invoke: Stage['invoke'];
  requests: ContainerRequest[] = [];

  constructor(hostname: string, invoke: Stage['invoke']) {
    this.hostname = hostname;
    this.#invoke = invoke;
  }

  invoke(request: ContainerRequest, signal: AbortSignal) {
    this.requests.push(request);
    return this.#invoke(request, signal);
  }

  ping = () => Promise.resolve(true);
  executionParameters = () => Promise.resolve(undefined);
  close = () => Promise.resolve();
}

const echo: Stage['invoke'] = ({ body }) => Promise.resolve({ status: 200, body });
const hang: Stage['invoke'] = (_request, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortedError(signal)));
  });
const fail =
  (error: Error): Stage['invoke'] =>
  () =>
    Promise.reject(error);

const body = Buffer.from('x');
const realm = { region: 'us-east-1', account: '000000000000' };

async function errorOf(stages: readonly Stage[]) {
  const failure = (await Promise.resolve(new Chain(stages).invoke({ body })).catch(
    (error: unknown) => error,
  )) as StageFailure;
  const { status, code, message, members } = modelError(failure, 'endpoint', realm);
  return { status, code, message, members };
}

describe('a container that was not asked', () => {
  it.each([
    [
      'has too much to do',
      new StageUnreachable('unavailable', '1024 requests wait already', { wasSent: false }),
      /1024 requests wait already/,
    ],
    [
      'is being started anew',
      new StageUnreachable('connection', 'the process ended with exit code 1', { wasSent: false }),
      /the process ended with exit code 1/,
    ],
    [
      'has not had its turn in time',
      new StageUnreachable('timeout', 'the time is up', { wasSent: false }),
      /its turn did not come within its time limit/,
    ],
  ])('as it %s: 503 that names it, which SDKs try again', async (_why, error, message) => {
    const seen = await errorOf([new FakeStage('first', echo), new FakeStage('second', fail(error))]);
    expect(seen).toMatchObject({ status: 503, code: 'ServiceUnavailable', members: {} });
    expect(seen.message).toMatch(message);
    expect(seen.message).toContain('container 2 of 2 (hostname "second", image "registry/fake:1"). Please retry');
  });

  it('is distinguished from one that was: 424', async () => {
    const error = new StageUnreachable('connection', 'the process was killed by SIGKILL');
    expect(await errorOf([new FakeStage('first', fail(error))])).toMatchObject({ status: 424, code: 'ModelError' });
  });
});

describe('a caller that leaves', () => {
  it('ends its request in the container that works on it, and the next one is not asked', async () => {
    const [first, second] = [new FakeStage('first', hang), new FakeStage('second', echo)];
    const chain = new Chain([first, second]);
    const controller = new AbortController();
    const answer = Promise.resolve(chain.invoke({ body }, { signal: controller.signal })).catch(
      (error: unknown) => error,
    );
    expect(chain.underWay).toBe(1);
    controller.abort('disconnected');
    expect(await answer).toMatchObject({ reason: 'connection', status: 0 });
    expect(chain.underWay).toBe(0);
    expect(second.requests).toEqual([]);
  });
});

describe('the deadline of a request', () => {
  it('reaches every container of the chain', async () => {
    const stages = ['first', 'second', 'third'].map((name) => new FakeStage(name, echo));
    await new Chain(stages).invoke({ body }, { deadline: 12_345 });
    expect(stages.map(({ requests }) => requests.map(({ deadline }) => deadline))).toEqual([
      [12_345],
      [12_345],
      [12_345],
    ]);
  });
});
