import { describe, expect, it } from 'vitest';
import type { ContainerAnswer, ContainerRequest } from '../../../src/serving/container/payload.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import { Chain } from '../../../src/serving/invocation/chain.ts';
import { ChainTimes } from '../../../src/serving/invocation/chain-times.ts';
import { compose } from '../../../src/serving/invocation/handler.ts';
import { invokeChain } from '../../../src/serving/invocation/handlers/invoke-chain.ts';
import { measure } from '../../../src/serving/invocation/handlers/measure.ts';
import { chainCall } from '../../../src/serving/invocation/invocation.ts';
import { describePlace, StageFailure } from '../../../src/serving/invocation/stage-failure.ts';

/** A container that writes down what it gets. */
function recorder(
  hostname: string,
  answer: (request: ContainerRequest) => ContainerAnswer | Promise<ContainerAnswer>,
  seen: ContainerRequest[],
): Stage {
  return {
    hostname,
    image: `registry/${hostname}:1`,
    invoke(request) {
      seen.push(request);
      return answer(request);
    },
    ping: () => Promise.resolve(true),
    executionParameters: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

const ok = (body: string, contentType?: string): ContainerAnswer => ({
  status: 200,
  body: Buffer.from(body),
  ...(contentType === undefined ? {} : { contentType }),
});
const request: ContainerRequest = {
  body: Buffer.from('in'),
  contentType: 'text/csv',
  accept: 'application/json',
  customAttributes: 'a=1',
  inferenceId: 'id-1',
};

describe('Chain', () => {
  it('hands body and type on verbatim, shows Accept to the last container only, and attributes to all', async () => {
    const seen: ContainerRequest[] = [];
    const chain = new Chain([
      recorder('a', () => ok('one', 'text/csv; charset=utf-8'), seen),
      recorder('b', () => Promise.resolve(ok('two', 'application/jsonlines')), seen),
      recorder('c', () => ok('three', 'application/json'), seen),
    ]);
    expect((await chain.invoke(request)).body.toString()).toBe('three');
    const shared = { customAttributes: 'a=1', inferenceId: 'id-1' };
    expect(seen).toEqual([
      { body: Buffer.from('in'), contentType: 'text/csv', ...shared },
      { body: Buffer.from('one'), contentType: 'text/csv; charset=utf-8', ...shared },
      { body: Buffer.from('two'), contentType: 'application/jsonlines', accept: 'application/json', ...shared },
    ]);
  });

  it('stops at the first refusal and names the container', async () => {
    const seen: ContainerRequest[] = [];
    const chain = new Chain([
      recorder('a', () => ok('one'), seen),
      recorder(
        'b',
        () =>
          Promise.resolve({
            status: 415,
            body: Buffer.from('no such type'),
            place: { row: 3, column: 'cut', value: 'x' },
          }),
        seen,
      ),
      recorder('c', () => ok('three'), seen),
    ]);
    const failure = await Promise.resolve(chain.invoke(request)).catch((error: unknown) => error as StageFailure);
    expect(failure).toBeInstanceOf(StageFailure);
    expect(failure).toMatchObject({
      status: 415,
      body: 'no such type',
      container: { position: 2, count: 3, hostname: 'b' },
    });
    expect(describePlace(failure as StageFailure)).toBe(
      'container 2 of 3 (hostname "b", image "registry/b:1"), row 4, column "cut", value "x"',
    );
    expect(seen).toHaveLength(2);
  });

  it('passes an empty 204 answer on as an empty body', async () => {
    const seen: ContainerRequest[] = [];
    const chain = new Chain([
      recorder('a', () => ({ status: 204, body: Buffer.alloc(0) }), seen),
      recorder('b', () => ok('done'), seen),
    ]);
    await chain.invoke({ body: Buffer.from('in') });
    expect(seen[1]).toEqual({ body: Buffer.alloc(0) });
  });

  it('refuses more than the intermediate limit, with the message of the service', async () => {
    const chain = new Chain([recorder('A', () => ok('x'.repeat(6_000_000)), []), recorder('B', () => ok('never'), [])]);
    const failure = await Promise.resolve()
      .then(() => chain.invoke(request))
      .catch((error: unknown) => error as StageFailure);
    expect((failure as StageFailure).body).toBe(
      'Received response from A with status code 200. However, the request payload from A to B is 6000000 bytes, which has exceeded the maximum limit of 5 MB.',
    );
  });

  it('distinguishes a time-out from a broken connection', async () => {
    const hung = recorder(
      'slow',
      () => new Promise<ContainerAnswer>((_resolve, reject) => setTimeout(() => reject(new Error('aborted')), 20)),
      [],
    );
    const controller = new AbortController();
    controller.abort('timeout');
    const late = await Promise.resolve(new Chain([hung]).invoke(request, { signal: controller.signal })).catch(
      (error: unknown) => error as StageFailure,
    );
    expect(late).toMatchObject({ status: 0, reason: 'timeout' });
    expect((late as StageFailure).body).toContain(
      'Your invocation timed out while waiting for a response from container slow.',
    );
    const broken = await Promise.resolve(new Chain([hung]).invoke(request)).catch(
      (error: unknown) => error as StageFailure,
    );
    expect(broken).toMatchObject({ status: 0, reason: 'connection', body: 'The container gave no answer: aborted' });
  });

  it('shows an observer what each container answered, the one that refuses included', async () => {
    const answers = [() => ok('one', 'text/csv'), () => ({ status: 400, body: Buffer.from('no') })];
    const seen: ContainerRequest[] = [];
    const chain = new Chain(answers.map((answer, at) => recorder(`c${at}`, answer, seen)));
    const shown: unknown[] = [];
    const failure = await Promise.resolve()
      .then(() =>
        chain.invoke(request, {
          observer: ({ stage, answer }) => shown.push([stage.hostname, answer.status, answer.body.toString()]),
        }),
      )
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'answered', status: 400 });
    expect(shown).toEqual([
      ['c0', 200, 'one'],
      ['c1', 400, 'no'],
    ]);
    expect(seen.map(({ customAttributes, inferenceId }) => [customAttributes, inferenceId])).toEqual([
      ['a=1', 'id-1'],
      ['a=1', 'id-1'],
    ]);
  });
});

describe('measure', () => {
  it('counts the time of each container', async () => {
    const chain = new Chain([recorder('a', () => ok('one'), []), recorder('b', () => Promise.resolve(ok('two')), [])]);
    const measured = compose([measure], invokeChain);
    for (let count = 0; count < 3; count++) await measured(chainCall(chain, request, {}));
    const { containers, total } = ChainTimes.summaryOf([chain.times]);
    expect(containers.map(({ hostname, count }) => [hostname, count])).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    expect(total.p99Micros).toBeGreaterThan(0);
  });
});
