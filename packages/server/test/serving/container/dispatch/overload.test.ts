import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Worker } from '../../../../src/serving/container/dispatch/worker.ts';
import { WorkerPool } from '../../../../src/serving/container/dispatch/worker-pool.ts';
import type { ContainerAnswer, ContainerRequest } from '../../../../src/serving/container/payload.ts';
import { abortedError } from '../../../../src/serving/container/stage-unreachable.ts';

/** Time passes only as the test lets it: what comes out depends on no machine. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Numbers between 0 and 1 that are the same in each run (Lehmer's generator with Park and Miller's constants). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/**
 * A container with so many places, each of which works for so long on one request. Requests wait inside of it for a
 * place; it does not notice that a caller has left, and works for none.
 */
class Container implements Worker {
  readonly isReady = true;
  readonly isFailing = false;
  readonly down = '';
  readonly readyInMs = 0;
  readonly pid = 1;
  replacements = 0;
  #free: number;
  readonly #waiting: (() => void)[] = [];
  readonly #serviceMs: () => number;

  constructor(places: number, serviceMs: number | (() => number)) {
    this.#free = places;
    this.#serviceMs = typeof serviceMs === 'number' ? () => serviceMs : serviceMs;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  invoke({ body }: ContainerRequest, signal?: AbortSignal): Promise<ContainerAnswer> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(abortedError(signal)));
      this.#waiting.push(() => resolve({ status: 200, body }));
      this.#work();
    });
  }

  #work(): void {
    if (this.#free === 0) return;
    const answer = this.#waiting.shift();
    if (answer === undefined) return;
    this.#free--;
    setTimeout(() => {
      this.#free++;
      answer();
      this.#work();
    }, this.#serviceMs());
  }

  replace(): void {
    this.replacements++;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Load {
  readonly perSecond: number;
  readonly seconds: number;
  /** Callers leave after this, milliseconds; in real time the server's own limit is a minute. */
  readonly patienceMs: number;
}

const body = Buffer.from('x');

async function offer(pool: WorkerPool<Container>, { perSecond, seconds, patienceMs }: Load) {
  const seen = { good: 0, refused: 0, left: 0, slowestRefusalMs: 0, times: [] as number[] };
  const ask = () => {
    const controller = new AbortController();
    const isShort = patienceMs < 60_000;
    const timer = setTimeout(() => controller.abort(isShort ? 'disconnected' : 'timeout'), patienceMs);
    const since = performance.now();
    void pool
      .invoke({ body, deadline: since + 60_000 }, controller.signal)
      .then(
        () => {
          seen.good++;
          seen.times.push(performance.now() - since);
        },
        (error: { reason: string }) => {
          if (error.reason !== 'unavailable') seen.left++;
          else {
            seen.refused++;
            seen.slowestRefusalMs = Math.max(seen.slowestRefusalMs, performance.now() - since);
          }
        },
      )
      .finally(() => clearTimeout(timer));
  };
  const stepMs = 5;
  for (let step = 0, sent = 0; step * stepMs < seconds * 1000; step++) {
    for (; sent < (perSecond * step * stepMs) / 1000; sent++) ask();
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  return seen;
}

/** Milliseconds that one request takes after the load. */
async function timeOfOne(pool: WorkerPool<Container>): Promise<number> {
  const since = performance.now();
  let end = Infinity;
  void pool.invoke({ body, deadline: since + 60_000 }, new AbortController().signal).then(
    () => (end = performance.now()),
    () => undefined,
  );
  while (end === Infinity && performance.now() - since < 60_000) await vi.advanceTimersByTimeAsync(5);
  return end - since;
}

const kinds = [
  ['two Python workers', { count: 2, places: 1, isSequential: true }],
  ['a container of four places', { count: 1, places: 4, isSequential: false }],
] as const;

describe.each(kinds)('ten times what %s can do', (_name, { count, places, isSequential }) => {
  const open = (serviceMs: number) =>
    new WorkerPool<Container>({
      create: () => new Container(places, serviceMs),
      count,
      ...(isSequential ? { sequential: { abandonedMs: 60_000 } } : {}),
      onLog: () => undefined,
    });
  const serviceMs = 200;
  /** Arithmetic: places over seconds for each. */
  const peak = (count * places * 1000) / serviceMs;

  it.each([
    ['leave after two seconds', 2_000],
    ['wait for a minute', 60_000],
  ])('from callers that %s: at least 90 % of the peak are answered', async (_title, patienceMs) => {
    const pool = open(serviceMs);
    const seconds = 60;
    const seen = await offer(pool, { perSecond: 10 * peak, seconds, patienceMs });
    expect(seen.good).toBeGreaterThan(0.9 * peak * seconds);
    expect(seen.refused).toBeGreaterThan(7 * peak * seconds);
    expect(pool.workers.map(({ replacements }) => replacements)).toEqual(pool.workers.map(() => 0));
  });

  it.each([2_000, 60_000])('is over ten seconds after it ends (callers of %i ms)', async (patienceMs) => {
    const pool = open(serviceMs);
    await offer(pool, { perSecond: 10 * peak, seconds: 30, patienceMs });
    await vi.advanceTimersByTimeAsync(10_000 - serviceMs);
    expect(await timeOfOne(pool)).toBeLessThanOrEqual(serviceMs + 10);
  });

  it('of a short while is no overload: all are answered', async () => {
    const pool = open(serviceMs);
    const { good, refused } = await offer(pool, { perSecond: 10 * peak, seconds: 3, patienceMs: 60_000 });
    // 30 s of work come in 3 s.
    const rest = await offer(pool, { perSecond: 0, seconds: 40, patienceMs: 60_000 });
    expect(rest).toMatchObject({ good: 0 });
    expect([good, refused]).toEqual([expect.any(Number), 0]);
  });
});

describe('ten times what a container can do, where requests may wait as long as one takes', () => {
  it.each([
    [4, 200],
    [16, 200],
    [40, 50],
  ])(
    'of %i places and %i ms: half of what is taken is answered in twice that time, nearly all in three times, and it is kept busy',
    async (places, serviceMs) => {
      const create = () => new Container(places, serviceMs);
      const pool = new WorkerPool<Container>({ create, count: 1, maxWaitMs: serviceMs, onLog: () => undefined });
      const peak = (places * 1000) / serviceMs;
      await offer(pool, { perSecond: peak / places / 2, seconds: (100 * serviceMs) / 1000, patienceMs: 2_000 });
      const { good, times } = await offer(pool, { perSecond: 10 * peak, seconds: 30, patienceMs: 2_000 });
      const sorted = times.sort((a, b) => a - b);
      expect(sorted[Math.floor(sorted.length * 0.5)]).toBeLessThanOrEqual(2 * serviceMs);
      expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThanOrEqual(3 * serviceMs);
      expect(good).toBeGreaterThan(0.9 * peak * 30);
    },
  );

  it('does not collapse if times differ much', async () => {
    const random = randomNumbers(1);
    const create = () => new Container(16, () => -200 * Math.log(random()));
    const pool = new WorkerPool<Container>({ create, count: 1, maxWaitMs: 200, onLog: () => undefined });
    const { good } = await offer(pool, { perSecond: 800, seconds: 60, patienceMs: 2_000 });
    expect(good).toBeGreaterThan(0.8 * 80 * 60);
  });
});

describe('ten times what a container can do, in a minute', () => {
  const share = async (places: number, patienceMs: number, serviceMs: () => number) => {
    const create = () => new Container(places, serviceMs);
    const pool = new WorkerPool<Container>({ create, count: 1, onLog: () => undefined });
    const peak = (places * 1000) / 200;
    const { good } = await offer(pool, { perSecond: 10 * peak, seconds: 60, patienceMs });
    return good / (peak * 60);
  };

  it.each([
    [2, 700],
    [4, 1_000],
    [16, 1_000],
  ])(
    'of %i places for callers of %i ms: 90 %% are answered if a request takes 200 to 208 ms',
    async (places, patienceMs) => {
      const random = randomNumbers(1);
      expect(await share(places, patienceMs, () => 200 + 8 * random())).toBeGreaterThan(0.9);
    },
  );

  it.each([
    [2, 700, 0.4],
    [16, 2_000, 0.8],
  ])(
    'of %i places for callers of %i ms: it does not collapse if times differ much',
    async (places, patienceMs, least) => {
      const random = randomNumbers(1);
      // The exponential distribution: one request in five takes longer than 320 ms, one in 150 longer than a second.
      expect(await share(places, patienceMs, () => -200 * Math.log(random()))).toBeGreaterThan(least);
    },
  );
});

describe('callers that leave now and then', () => {
  it('change nothing for the others', async () => {
    const pool = new WorkerPool<Container>({
      create: () => new Container(1, 100),
      count: 2,
      sequential: { abandonedMs: 60_000 },
      onLog: () => undefined,
    });
    const leaving = offer(pool, { perSecond: 0.2, seconds: 60, patienceMs: 50 });
    const [seen] = await Promise.all([offer(pool, { perSecond: 18, seconds: 60, patienceMs: 60_000 }), leaving]);
    expect(seen).toMatchObject({ refused: 0, left: 0 });
  });
});

describe.each([
  ['two Python workers', { count: 2, places: 1, sequential: { abandonedMs: 60_000 } }],
  ['a container of two places', { count: 1, places: 2 }],
] as const)('of ten callers of %s in a burst, one leaves after 700 ms', (_name, { places, ...kind }) => {
  it('no other request is refused for it: the others wait', async () => {
    const create = () => new Container(places, () => 200);
    const pool = new WorkerPool<Container>({ ...kind, create, onLog: () => undefined });
    const bursts = [];
    for (let burst = 0; burst < 10; burst++) {
      // Twice what can be done in two seconds: the last ones wait for two seconds. Then it is quiet for as long.
      // Both let the time pass, so that what they call a second is two.
      const waiting = offer(pool, { perSecond: 36, seconds: 1, patienceMs: 60_000 });
      const leaving = offer(pool, { perSecond: 4, seconds: 1, patienceMs: 700 });
      bursts.push(await Promise.all([waiting, leaving]));
      await offer(pool, { perSecond: 0, seconds: 4, patienceMs: 60_000 });
    }
    for (const [waiting, leaving] of bursts) {
      expect(waiting).toMatchObject({ refused: 0, left: 0 });
      expect(leaving.refused).toBe(0);
    }
    expect(bursts.reduce((all, [, leaving]) => all + leaving.left, 0)).toBeGreaterThan(15);
  });
});
