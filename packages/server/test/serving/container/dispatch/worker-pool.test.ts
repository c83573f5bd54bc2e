import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContainerLedger } from '../../../../src/serving/container/container-ledger.ts';
import { WorkerPool } from '../../../../src/serving/container/dispatch/worker-pool.ts';
import { StageUnreachable } from '../../../../src/serving/container/stage-unreachable.ts';
import { FakeWorker } from './fake-worker.ts';

const never = new AbortController().signal;
const logged: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  logged.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

interface Shape {
  readonly maxWaitMs?: number;
  readonly count: number;
  readonly isSequential: boolean;
}
const sequential = { count: 1, isSequential: true };
const concurrent = { count: 1, isSequential: false };

async function open({ count, isSequential, maxWaitMs }: Shape) {
  const pool = new WorkerPool<FakeWorker>({
    create: (_index, onChange) => new FakeWorker(onChange),
    count,
    maxWaitMs,
    ...(isSequential ? { sequential: { abandonedMs: 60_000 } } : {}),
    onLog: (line) => logged.push(line),
  });
  await pool.start(never);
  return { pool, workers: pool.workers, worker: pool.workers[0] as FakeWorker };
}

/** Asks with the deadline of real time, and leaves when the test says so. What became of it is in `ended`. */
function ask(pool: WorkerPool<FakeWorker>, body: string | Buffer, limitMs = 60_000) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort('timeout'), limitMs);
  const deadline = performance.now() + limitMs;
  const caller = { ended: undefined as string | undefined, leave: () => controller.abort('disconnected') };
  void pool
    .invoke({ body: Buffer.from(body), deadline }, controller.signal)
    .then(
      (answer) => (caller.ended = `answered ${answer.body.toString()}`),
      (error: StageUnreachable) =>
        (caller.ended = `${error.reason}${error.wasSent ? '' : ', not begun'}: ${error.message}`),
    )
    .finally(() => clearTimeout(timer));
  return caller;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const bodies = (worker: FakeWorker) => worker.given.map(({ body }) => body);

describe('a pool whose owner says how long requests may wait', () => {
  it('refuses at once what would wait longer, and what has when its turn comes', async () => {
    const { pool, worker } = await open({ count: 1, isSequential: true, maxWaitMs: 100 });
    for (let known = 0; known < 3; known++) {
      ask(pool, 'a');
      await pass(80);
      worker.given[0]?.answer();
      await pass(0);
    }
    // A request takes 80 ms: the first one that waits does so for 80 at most, the second one for 160.
    const callers = ['b', 'c', 'd'].map((body) => ask(pool, body));
    await pass(0);
    expect(callers.map(({ ended }) => ended)).toEqual([
      undefined,
      undefined,
      expect.stringContaining('unavailable, not begun: 1 requests wait already'),
    ]);
    await pass(120);
    worker.given[0]?.answer();
    await pass(0);
    expect(callers[1]?.ended).toContain('its turn came too late, after 0.1 s');
    ask(pool, 'e');
    expect(bodies(worker)).toEqual(['e']);
  });
});

describe('a pool of workers that run one request at a time', () => {
  it('gives each worker one, and the others in the order in which they came', async () => {
    const { pool, workers } = await open({ count: 2, isSequential: true });
    const callers = ['a', 'b', 'c', 'd'].map((body) => ask(pool, body));
    expect(workers.map(bodies)).toEqual([['a'], ['b']]);
    await pass(100);
    workers[1]?.given[0]?.answer();
    await pass(0);
    expect(workers.map(bodies)).toEqual([['a'], ['c']]);
    expect(callers.map(({ ended }) => ended)).toEqual([undefined, 'answered b', undefined, undefined]);
  });

  it('reports to the ledger of a request how long it waited for its turn', async () => {
    const { pool, worker } = await open(sequential);
    const ledgers = [new ContainerLedger(), new ContainerLedger()];
    for (const ledger of ledgers) void pool.invoke({ body: Buffer.from('a'), ledger }, never);
    await pass(250);
    worker.given[0]?.answer();
    await pass(0);
    expect(ledgers.map(({ queueMs }) => queueMs)).toEqual([0, 250]);
  });

  it('does not count the time that a worker had a request which came back', async () => {
    const { pool, worker } = await open(sequential);
    const ledger = new ContainerLedger();
    void pool.invoke({ body: Buffer.from('a'), ledger }, never);
    await pass(250);
    worker.given[0]?.fail(new StageUnreachable('connection', 'refused', { wasSent: false }));
    await pass(0);
    expect(bodies(worker)).toEqual(['a']);
    expect(ledger.queueMs).toBe(0);
  });

  it('lets a worker finish what its caller has left, and keeps it', async () => {
    const { pool, worker } = await open(sequential);
    const first = ask(pool, 'a');
    await pass(2_000);
    first.leave();
    const second = ask(pool, 'b');
    await pass(50_000);
    expect(bodies(worker)).toEqual(['a']);
    worker.given[0]?.answer();
    await pass(0);
    expect(bodies(worker)).toEqual(['b']);
    worker.given[0]?.answer();
    await pass(100_000);
    expect(first.ended).toBe('connection: the caller no longer waits for the answer');
    expect(second.ended).toBe('answered b');
    expect(worker.replaced).toEqual([]);
  });

  it('replaces a worker that does not finish within its limit, counted from when it was given the request', async () => {
    const { pool, worker } = await open(sequential);
    ask(pool, 'a');
    await pass(1_000);
    const second = ask(pool, 'b');
    await pass(30_000);
    worker.given[0]?.answer();
    await pass(2_000);
    second.leave();
    // It was given `b` two seconds ago.
    await pass(57_999);
    expect(worker.replaced).toEqual([]);
    await pass(1);
    expect(worker.replaced).toEqual(['a request was not answered in time']);
  });

  it('does not count the wait of a request against the worker when its time is up', async () => {
    const { pool, worker } = await open(sequential);
    ask(pool, 'a', 10_000);
    const second = ask(pool, 'b', 10_000);
    await pass(4_000);
    worker.given[0]?.answer();
    await pass(6_000);
    // `b` waited for 4 of its 10 seconds, so the worker has had 6.
    expect(second.ended).toBe('timeout: the time for an answer is up');
    await pass(3_999);
    expect(worker.replaced).toEqual([]);
    await pass(1);
    expect(worker.replaced).toEqual(['a request was not answered in time']);
  });

  it('fails the request that a worker ended in, and no other', async () => {
    const { pool, worker } = await open(sequential);
    const [first, second] = [ask(pool, 'a'), ask(pool, 'b')];
    worker.end(500);
    const third = ask(pool, 'c');
    await pass(500);
    expect(first.ended).toBe('connection: the process was killed by SIGKILL');
    await worker.start();
    for (const body of ['b', 'c']) {
      expect(bodies(worker)).toEqual([body]);
      worker.given[0]?.answer();
      await pass(0);
    }
    expect([second.ended, third.ended]).toEqual(['answered b', 'answered c']);
  });
});

describe('of several workers', () => {
  it('none is left running if one does not start', async () => {
    const closed: number[] = [];
    const create = (index: number, onChange: () => void) => {
      const worker = new FakeWorker(onChange);
      worker.close = () => Promise.resolve(void closed.push(index));
      if (index === 1) worker.start = () => Promise.reject(new Error('no model here'));
      return worker;
    };
    const pool = new WorkerPool<FakeWorker>({ create, count: 3, onLog: () => undefined });
    await expect(pool.start(never)).rejects.toThrow('no model here');
    expect(closed).toEqual([0, 1, 2]);
  });

  /** Each answers what it has got, again and again. */
  async function answerAll(statuses: readonly number[], rounds: number) {
    const { pool, workers } = await open({ count: statuses.length, isSequential: true });
    for (let round = 0; round < rounds; round++) {
      for (const _worker of workers) ask(pool, 'a');
      await pass(10);
      for (const [at, worker] of workers.entries()) worker.given[0]?.answer(statuses[at]);
      await pass(0);
    }
    return workers.map(({ replaced }) => replaced);
  }

  it('replaces a worker that answers only errors, if the others do not', async () => {
    const why = 'it answers only errors, and the other workers do not';
    expect(await answerAll([200, 500, 200], 20)).toEqual([[], [why], []]);
    expect(await answerAll([200, 500, 200], 19)).toEqual([[], [], []]);
  });

  it('keeps them if all answer errors: it is the model, or what it is asked', async () => {
    expect(await answerAll([500, 500], 100)).toEqual([[], []]);
    expect(await answerAll([400, 200], 100)).toEqual([[], []]);
  });

  it('keeps the only one', async () => {
    expect(await answerAll([500], 100)).toEqual([[]]);
  });
});

describe('a pool of one container that runs many at once', () => {
  it('gives it 16 requests at first, and more while it takes no longer for each', async () => {
    const { pool, worker } = await open(concurrent);
    for (let at = 0; at < 500; at++) ask(pool, `${at}`);
    expect(worker.given.length).toBe(16);
    for (let round = 0; round < 3; round++) {
      await pass(1_000);
      while (worker.given.length > 0) worker.given[0]?.answer();
      await pass(0);
    }
    expect(worker.given.length).toBe(128);
  });

  it('cancels a request in the container when its caller leaves', async () => {
    const { pool, worker } = await open(concurrent);
    const caller = ask(pool, 'a');
    expect(bodies(worker)).toEqual(['a']);
    caller.leave();
    await pass(0);
    expect(worker.given).toEqual([]);
    expect(caller.ended).toBe('connection: the caller no longer waits for the answer');
  });

  it('forgets a hundred thousand callers that leave: none keeps a place, nor closes the queue to others', async () => {
    const { pool, worker } = await open(concurrent);
    for (let round = 0; round < 2_000; round++) {
      const callers = Array.from({ length: 50 }, () => ask(pool, 'a'));
      for (const caller of callers) caller.leave();
      await pass(0);
    }
    expect(worker.given).toEqual([]);
    const last = ask(pool, 'z');
    worker.given[0]?.answer();
    await pass(0);
    expect(last.ended).toBe('answered z');
  });

  it('fails what a process ended in, and keeps what comes until the next one answers', async () => {
    const { pool, worker } = await open(concurrent);
    const under = [ask(pool, 'a'), ask(pool, 'b')];
    worker.end(3_000);
    const after = [ask(pool, 'c'), ask(pool, 'd')];
    await pass(2_999);
    expect(under.map(({ ended }) => ended)).toEqual(Array(2).fill('connection: the process was killed by SIGKILL'));
    expect(after.map(({ ended }) => ended)).toEqual([undefined, undefined]);
    await worker.start();
    expect(bodies(worker)).toEqual(['c', 'd']);
  });

  it('sends what the process had not read to the next one', async () => {
    const { pool, worker } = await open(concurrent);
    const caller = ask(pool, 'a');
    worker.given[0]?.fail(new StageUnreachable('connection', 'the process was killed', { wasSent: false }));
    await pass(0);
    expect(bodies(worker)).toEqual(['a']);
    worker.given[0]?.answer();
    await pass(0);
    expect(caller.ended).toBe('answered a');
  });

  it('gives out what comes back unread at once three times, then ever more slowly, and refuses it in the end', async () => {
    const { pool, worker } = await open(concurrent);
    const caller = ask(pool, 'a');
    const begunAt = performance.now();
    const tries: number[] = [];
    const unread = new StageUnreachable('connection', 'write EPIPE', { wasSent: false });
    while (caller.ended === undefined && tries.length < 1000) {
      if (worker.given.length > 0) tries.push(Math.round(performance.now() - begunAt));
      worker.given[0]?.fail(unread);
      await pass(0);
      if (worker.given.length === 0) await pass(10);
    }
    // 10, 20, 40 ... 640 after the fourth, fifth ... tenth, and then a second each.
    expect(tries.slice(0, 8)).toEqual([0, 0, 0, 0, 10, 30, 70, 150]);
    expect(tries).toHaveLength(21);
    // 10 + 20 + ... + 640 = 1,270, and ten times 1,000.
    expect(tries.at(-1)).toBe(11_270);
    expect(caller.ended).toBe(
      'unavailable, not begun: none of 21 tries to give it to a process went well: write EPIPE',
    );
  });

  it('answers others while one waits for its next try, and refuses that one when it is stopped', async () => {
    const { pool, worker } = await open(concurrent);
    const caller = ask(pool, 'a');
    for (let round = 0; round < 4; round++) {
      worker.given[0]?.fail(new StageUnreachable('connection', 'write EPIPE', { wasSent: false }));
      await pass(0);
    }
    const other = ask(pool, 'b');
    expect(bodies(worker)).toEqual(['b']);
    worker.given[0]?.answer();
    await pass(0);
    expect(other.ended).toBe('answered b');
    await pool.close();
    await pass(0);
    expect(caller.ended).toBe('unavailable, not begun: the container has been stopped');
  });

  it('refuses at once what the next start comes too late for', async () => {
    const { pool, worker } = await open(concurrent);
    worker.end(20_000);
    const [hasty, patient] = [ask(pool, 'a', 10_000), ask(pool, 'b', 30_000)];
    await pass(0);
    expect(hasty.ended).toMatch(
      /^unavailable, not begun: 0 requests wait already, and its turn would come in about 20 s/,
    );
    expect(patient.ended).toBeUndefined();
  });

  it('refuses with the reason once starting fails again and again', async () => {
    const { pool, worker } = await open(concurrent);
    worker.end(100);
    const caller = ask(pool, 'a');
    await pass(100);
    expect(caller.ended).toBeUndefined();
    worker.become({ isFailing: true, down: 'The process ended with exit code 3 before it answered /ping.' });
    await pass(0);
    const why = 'unavailable, not begun: The process ended with exit code 3 before it answered /ping.';
    expect(caller.ended).toBe(why);
    const next = ask(pool, 'b');
    await pass(0);
    expect(next.ended).toBe(why);
  });

  it('gives a request that only one process can answer to no other', async () => {
    const { pool, worker } = await open(concurrent);
    const ended: string[] = [];
    const invoke = (pid: number) =>
      pool.invoke({ body: Buffer.from('a') }, never, { path: '/models/x/invoke', pid }).then(
        () => ended.push('answered'),
        (error: StageUnreachable) => ended.push(`${error.reason}: ${error.message}`),
      );
    void invoke(1);
    expect(worker.given.map(({ path }) => path)).toEqual(['/models/x/invoke']);
    worker.end(100);
    await worker.start();
    void invoke(1);
    await pass(0);
    expect(ended).toEqual([
      'connection: the process was killed by SIGKILL',
      'unavailable: the process that could answer it is gone',
    ]);
  });
});

/** Three requests of a second each: from then on it is known what one takes. */
async function teach(pool: WorkerPool<FakeWorker>, worker: FakeWorker): Promise<void> {
  for (let time = 0; time < 3; time++) {
    ask(pool, 'a');
    await pass(1_000);
    worker.given[0]?.answer();
    await pass(0);
  }
}

describe('the queue', () => {
  it('takes 1,024 requests', async () => {
    const { pool } = await open(sequential);
    ask(pool, 'in work');
    const waiting = Array.from({ length: 1024 }, () => ask(pool, 'a'));
    const refused = ask(pool, 'b');
    await pass(0);
    expect(refused.ended).toBe('unavailable, not begun: 1024 requests wait already');
    expect(waiting.every(({ ended }) => ended === undefined)).toBe(true);
    expect(logged).toEqual(['[catenary] a request was refused: 1024 requests wait already']);
  });

  it.each([sequential, concurrent])('takes 64 MiB of bodies %o', async (shape) => {
    const { pool } = await open(shape);
    const inWork = shape.isSequential ? 1 : 64;
    for (let at = 0; at < inWork; at++) ask(pool, 'in work');
    const body = Buffer.alloc(6 * 1024 * 1024);
    const callers = Array.from({ length: 12 }, () => ask(pool, body));
    await pass(0);
    // 10 of them are 60 MiB.
    const refused = callers.filter(({ ended }) => ended !== undefined);
    expect(refused.map(({ ended }) => ended)).toEqual(
      Array(2).fill('unavailable, not begun: requests of 60 MB wait already'),
    );
    callers[0]?.leave();
    const next = ask(pool, body);
    await pass(0);
    expect(next.ended).toBeUndefined();
  });

  it('refuses by expected wait: requests before it times what they take, against its deadline', async () => {
    const { pool, worker } = await open(sequential);
    await teach(pool, worker);
    ask(pool, 'b');
    // Each takes 1 s: of 5 s, four may be spent on those before it.
    const callers = Array.from({ length: 6 }, () => ask(pool, 'c', 5_000));
    await pass(0);
    expect(callers.map(({ ended }) => ended)).toEqual([
      ...Array(5).fill(undefined),
      'unavailable, not begun: 5 requests wait already, and its turn would come in about 5.0 s',
    ]);
  });

  it('drops what can no longer be answered in time instead of giving it out', async () => {
    const { pool, worker } = await open(sequential);
    await teach(pool, worker);
    ask(pool, 'slow');
    const [late, next] = [ask(pool, 'late', 5_000), ask(pool, 'next', 20_000)];
    await pass(4_900);
    worker.given[0]?.answer();
    await pass(0);
    // 0.1 s are left to it, and it would take more than 1 s.
    expect(late.ended).toBe('unavailable, not begun: its turn came too late, after 4.9 s');
    expect(bodies(worker)).toEqual(['next']);
    expect(next.ended).toBeUndefined();
  });

  it('always takes requests without a deadline', async () => {
    const { pool } = await open(sequential);
    const body = Buffer.alloc(1024 * 1024);
    let refused = 0;
    for (let at = 0; at < 1200; at++) void pool.invoke({ body }, never).catch(() => refused++);
    await pass(0);
    expect(refused).toBe(0);
  });

  it('refuses what waits when the container is stopped', async () => {
    const { pool } = await open(sequential);
    ask(pool, 'a');
    const waiting = ask(pool, 'b');
    await pool.close();
    expect(waiting.ended).toBe('unavailable, not begun: the container has been stopped');
  });
});
