import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WorkerPool } from '../../../../src/serving/container/dispatch/worker-pool.ts';
import type { RoutingStrategy } from '../../../../src/serving/container/replication.ts';
import { StageUnreachable } from '../../../../src/serving/container/stage-unreachable.ts';
import { FakeWorker } from './fake-worker.ts';

const never = new AbortController().signal;

interface Shape {
  readonly count: number;
  readonly routing?: RoutingStrategy;
  /** Workers of each replica. */
  readonly workers?: number;
  readonly random?: () => number;
  readonly isSequential?: boolean;
  readonly isIdempotent?: boolean;
  /** Changes a worker before it is started, by the order in which they are made. */
  readonly prepare?: (worker: FakeWorker, index: number) => void;
}

/** A pool of workers that were started; `made` has all that there ever were, in the order in which they were made. */
async function open({ count, routing = 'RANDOM', workers = 1, isSequential = false, ...shape }: Shape) {
  const { random = () => 0, prepare, isIdempotent } = shape;
  const made: FakeWorker[] = [];
  const pool = new WorkerPool<FakeWorker>({
    create: (index, onChange) => {
      const worker = new FakeWorker(onChange);
      prepare?.(worker, index);
      made.push(worker);
      return worker;
    },
    count: workers,
    replication: { count, routing },
    random,
    isIdempotent,
    ...(isSequential ? { sequential: { abandonedMs: 60_000 } } : {}),
    onLog: () => undefined,
  });
  await pool.start(never);
  return { pool, made, given: () => made.map((worker) => worker.given.map(({ body }) => body).join('')) };
}

const ask = (pool: WorkerPool<FakeWorker>, body: string) =>
  pool.invoke({ body: Buffer.from(body) }, never).then(
    (answer) => answer.body.toString(),
    (error: Error) => error.message,
  );

/** Numbers from a list, over and over. */
function cycle(numbers: readonly number[]): () => number {
  let at = 0;
  return () => numbers[at++ % numbers.length] as number;
}

describe('replicas of a container', () => {
  it('get as many requests at random as chance gives them', async () => {
    // Of replicas 0, 1, 2 the second is preferred to the first below 1/2, the third to that one below 1/3.
    const { pool, given } = await open({ count: 3, random: cycle([0.6, 0.4, 0.4, 0.4, 0.4, 0.3]) });
    for (const body of 'abc') void ask(pool, body);
    expect(given()).toEqual(['a', 'b', 'c']);
  });

  it('get the next request where the fewest are outstanding', async () => {
    const { pool, made, given } = await open({
      count: 2,
      routing: 'LEAST_OUTSTANDING_REQUESTS',
      random: cycle([0.6, 0.4]),
    });
    // Chance decides where a and c go; b and d go where fewer are.
    for (const body of 'abcd') void ask(pool, body);
    expect(given()).toEqual(['ad', 'bc']);
    made[1]?.given[0]?.answer();
    made[1]?.given[0]?.answer();
    await delay(0);
    for (const body of 'efg') void ask(pool, body);
    expect(given()).toEqual(['adg', 'ef']);
  });

  it('share requests among the workers of each', async () => {
    const shape = { count: 2, workers: 2, routing: 'LEAST_OUTSTANDING_REQUESTS', isSequential: true } as const;
    const { pool, given } = await open({ ...shape, random: () => 0.9 });
    for (const body of 'abcdef') void ask(pool, body);
    // The first two workers are the first replica's. Two requests wait.
    expect(given()).toEqual(['a', 'c', 'b', 'd']);
    expect(pool.replicas).toMatchObject({ count: 2, readyCount: 2 });
  });

  it('get no request while their process is gone, and are asked again when it is back', async () => {
    const { pool, made, given } = await open({ count: 2 });
    made[1]?.end(1_000);
    expect(pool.replicas).toMatchObject({ count: 2, readyCount: 1 });
    for (const body of 'ab') void ask(pool, body);
    expect(given()).toEqual(['ab', '']);
    made[1]?.become({ isReady: true, readyInMs: 0, pid: 2 });
    void ask(pool, 'c');
    expect(given()).toEqual(['ab', 'c']);
    expect(pool.replicas.readyCount).toBe(2);
  });

  it('take over what another one was given and did not begin, and nothing else', async () => {
    const { pool, made, given } = await open({ count: 2 });
    const [begun, unread] = ['a', 'b'].map((body) => ask(pool, body));
    expect(given()).toEqual(['', 'ab']);
    const [a, b] = [...(made[1]?.given ?? [])];
    made[1]?.become({ isReady: false, readyInMs: 1_000, pid: undefined });
    a?.fail(new StageUnreachable('connection', 'the process was killed'));
    b?.fail(new StageUnreachable('connection', 'the process was killed', { wasSent: false }));
    expect(await begun).toBe('the process was killed');
    expect(given()).toEqual(['b', '']);
    made[0]?.given[0]?.answer();
    expect(await unread).toBe('b');
  });

  it('are asked one after the other when one does not take what it is given, however quickly it says so', async () => {
    // Chance alone would choose the last one again and again, and so would the number of requests under way.
    for (const routing of ['RANDOM', 'LEAST_OUTSTANDING_REQUESTS'] as const) {
      const { pool, made, given } = await open({ count: 3, routing });
      const asked = ask(pool, 'a');
      const [at] = given().flatMap((bodies, index) => (bodies === 'a' ? [index] : []));
      made[at ?? 0]?.given[0]?.fail(new StageUnreachable('connection', 'write EPIPE', { wasSent: false }));
      await delay(0);
      const next = given().indexOf('a');
      expect(next).not.toBe(at);
      made[next]?.given[0]?.answer();
      expect(await asked).toBe('a');
    }
  });

  it.each([false, true])(
    'of an idempotent container take over what another one had begun; sequential: %s',
    async (isSequential) => {
      const { pool, made, given } = await open({ count: 2, isSequential, isIdempotent: true });
      const asked = ask(pool, 'a');
      expect(given()).toEqual(['', 'a']);
      made[1]?.end(1_000);
      await delay(0);
      expect(given()).toEqual(['a', '']);
      made[0]?.given[0]?.answer();
      expect(await asked).toBe('a');
    },
  );

  it('of an idempotent container are not given again and again what ends them, nor what they answered wrongly', async () => {
    const { pool, made, given } = await open({ count: 4, isIdempotent: true });
    const asked = ask(pool, 'a');
    for (const at of [3, 2, 1]) {
      expect(given()[at]).toBe('a');
      made[at]?.end(1_000);
      await delay(0);
    }
    expect(await asked).toBe('the process was killed by SIGKILL');
    const garbled = ask(pool, 'b');
    made[0]?.given[0]?.fail(new StageUnreachable('bad_response', 'it is not HTTP'));
    expect(await garbled).toBe('it is not HTTP');
    expect(given().join('')).toBe('');
  });

  it('of an idempotent container do not begin anew what its caller has some of', async () => {
    const { pool, made, given } = await open({ count: 2, isIdempotent: true });
    const parts = { hasBegun: true, begin: () => undefined, add: () => undefined };
    const asked = pool.invoke({ body: Buffer.from('a'), parts }, never);
    made[1]?.end(1_000);
    await expect(asked).rejects.toThrow('the process was killed by SIGKILL');
    expect(given()).toEqual(['', '']);
  });

  it('that alone answer errors are replaced', async () => {
    const { pool, made } = await open({ count: 2, routing: 'LEAST_OUTSTANDING_REQUESTS', random: cycle([0.6, 0.4]) });
    for (let round = 0; round < 20; round++) {
      const asked = [ask(pool, 'a'), ask(pool, 'b')];
      made[0]?.given[0]?.answer(200);
      made[1]?.given[0]?.answer(500);
      await Promise.all(asked);
      await delay(0);
    }
    expect(made.map(({ replaced }) => replaced.length)).toEqual([0, 1]);
  });
});

describe('the number of replicas', () => {
  it('grows when all further ones answer: what waits is given to them', async () => {
    const { pool, made, given } = await open({ count: 1, isSequential: true, random: () => 0.9 });
    for (const body of 'abc') void ask(pool, body);
    expect(given()).toEqual(['a']);
    await pool.replicas.resize(3, never);
    expect(given()).toEqual(['a', 'b', 'c']);
    expect([pool.replicas.count, made.length]).toEqual([3, 3]);
  });

  it('stays what it was if one of them does not start, and none is left over', async () => {
    const closed: number[] = [];
    const prepare = (worker: FakeWorker, index: number) => {
      worker.close = () => Promise.resolve(void closed.push(index));
      if (index === 2) worker.start = () => Promise.reject(new Error('no model here'));
    };
    const { pool, given } = await open({ count: 1, prepare });
    await expect(pool.replicas.resize(3, never)).rejects.toThrow('no model here');
    expect([pool.replicas.count, closed]).toEqual([1, [1, 2]]);
    for (const body of 'ab') void ask(pool, body);
    expect(given()).toEqual(['ab', '', '']);
  });

  it('shrinks at once for requests to come; those under way are answered before a replica ends', async () => {
    const { pool, made, given } = await open({ count: 2 });
    const under = ask(pool, 'a');
    expect(given()).toEqual(['', 'a']);
    await pool.replicas.resize(1, never);
    expect(pool.replicas.count).toBe(1);
    void ask(pool, 'b');
    expect(given()).toEqual(['b', 'a']);
    expect(made[1]?.isReady).toBe(true);
    made[1]?.given[0]?.answer();
    expect(await under).toBe('a');
    await delay(50);
    expect(made[1]?.down).toBe('the container has been stopped');
    expect(made[0]?.isReady).toBe(true);
  });

  it('shrinks by those that do not answer', async () => {
    const { pool, made } = await open({ count: 3 });
    made[0]?.end(1_000);
    await pool.replicas.resize(2, never);
    await delay(50);
    expect(made.map(({ down }) => down === 'the container has been stopped')).toEqual([true, false, false]);
  });

  it('does not grow any more when the container has been closed meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const prepare = (worker: FakeWorker, index: number) => {
      if (index === 1) worker.start = () => promise;
    };
    const { pool } = await open({ count: 1, prepare });
    const growth = pool.replicas.resize(2, never);
    await pool.close();
    resolve();
    await expect(growth).rejects.toThrow('the container has been stopped');
  });
});
