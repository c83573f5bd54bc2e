/**
 * What callers see while replicas die: `sh scripts/with-node.sh bench/serving/replica-kills.ts [kills] [process|python] [PART]`. 200 requests a
 * second to two replicas. PART is `kills` (one or the other is killed at random moments), `idempotent` (the same with
 * CATENARY_IDEMPOTENT=1) or `stops`: rounds with and without a replica that is stopped by SIGSTOP, by turns, as many as `kills` says.
 * A request is inside a process once the process has said that it begins it.
 */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerLedger } from '../../packages/server/src/serving/container/container-ledger.ts';
import { launchProcessStage } from '../../packages/server/src/serving/container/process/process-stage.ts';
import { launchPythonStage } from '../../packages/server/src/serving/container/python/python-stage.ts';
import { median, printTable, type Row } from '../harness.ts';

const kills = Number(process.argv[2] ?? 200);
const kind = process.argv[3] === 'python' ? 'python' : 'process';
const part = process.argv[4] ?? 'kills';
const perSecond = 200;
/** What a request takes in a container: Python's workers do one at a time, and each replica has two. */
const requestMs = kind === 'python' ? 2 : 8;
const program = resolve(
  import.meta.dirname,
  '../../packages/server/test/serving/container/process/telling-container.mjs',
);
const script = `
import os, time
def model_fn(directory): return None
def transform_fn(model, body, content_type, accept):
    os.write(1, f"{os.getpid()} begins {body.decode() if isinstance(body, bytes) else body}\\n".encode())
    time.sleep(${requestMs / 1000})
    return str(os.getpid()), "text/plain"
`;
const never = new AbortController().signal;

/** Request → the process that said that it begins it. */
const begun = new Map<string, number>();

function onLog(line: string): void {
  const [, pid, request = ''] = /(\d+) begins (\d+)/.exec(line) ?? [];
  if (pid !== undefined) begun.set(request, Number(pid));
}

function launch(isIdempotent: boolean) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-bench-'));
  const shared = {
    hostname: 'replicated',
    modelDirectory: folder,
    startupTimeoutMs: 60_000,
    maxRestartDelayMs: 0,
    replication: { count: 2, routing: 'LEAST_OUTSTANDING_REQUESTS' as const },
    isIdempotent,
    signal: never,
    onLog,
  };
  if (kind === 'process')
    return launchProcessStage({
      ...shared,
      image: 'replicated',
      command: [process.execPath, program],
      environment: {},
    });
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code/inference.py'), script);
  return launchPythonStage({
    ...shared,
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '2' },
    dataDirectory: '/nonexistent',
    preparedPython: 'python3',
  });
}
const stage = await launch(part === 'idempotent');

interface Outcome {
  readonly request: string;
  readonly ms: number;
  readonly endedAt: number;
  /** Processes that it was given to: more than one if it came back unread. */
  readonly given: number;
  readonly pid?: number;
  readonly error?: string;
}

let count = 0;
async function ask(): Promise<Outcome> {
  const at = performance.now();
  const request = String(++count);
  let given = 0;
  const ledger = { addQueue: () => given++ } as unknown as ContainerLedger;
  const ended = () => ({ request, given, ms: performance.now() - at, endedAt: performance.now() });
  try {
    const deadline = at + 60_000;
    const { body } = await stage.invoke(
      { body: Buffer.from(request), contentType: 'text/csv', deadline, ledger },
      never,
    );
    return { ...ended(), pid: Number(body) };
  } catch (error) {
    return { ...ended(), error: (error as Error).message };
  }
}

const processes = kind === 'python' ? 4 : 2;

/** The processes of both replicas, once all answer. */
async function bothPids(): Promise<readonly number[]> {
  for (;;) {
    const answers = await Promise.all(Array.from({ length: processes * 3 }, ask));
    const pids = [...new Set(answers.flatMap(({ pid }) => pid ?? []))];
    if (pids.length === processes && stage.replicas?.readyCount === 2) return pids;
    await delay(10);
  }
}

/** Requests at a fixed rate while `work` is done. */
async function load(work: () => Promise<void>): Promise<Outcome[]> {
  const asked: Promise<Outcome>[] = [];
  const since = performance.now();
  const timer = setInterval(() => {
    while (asked.length < ((performance.now() - since) / 1000) * perSecond) asked.push(ask());
  }, 5);
  await work();
  clearInterval(timer);
  return Promise.all(asked);
}

const share = (sorted: readonly number[], part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0;

/** When each process was killed or stopped. */
const endedAt = new Map<number, number>();
const failedOf = (outcomes: readonly Outcome[]) => outcomes.filter(({ error }) => error !== undefined);

/** What callers saw of the load; times of requests that were answered. */
function row(name: string, outcomes: readonly Outcome[]): Row {
  const times = outcomes
    .filter(({ error }) => error === undefined)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  return {
    name,
    requests: outcomes.length,
    failed: failedOf(outcomes).length,
    'p50 ms': share(times, 0.5).toFixed(1),
    'p99 ms': share(times, 0.99).toFixed(1),
    'slowest ms': share(times, 1).toFixed(0),
  };
}

/** Of failed requests, those inside a process that was ended, and how long after its end they were answered. */
function rowOfFailures(name: string, outcomes: readonly Outcome[]): Row {
  const failed = failedOf(outcomes);
  const inside = failed.filter(({ request }) => endedAt.has(begun.get(request) ?? 0));
  const after = inside
    .map(({ request, endedAt: at }) => at - (endedAt.get(begun.get(request) ?? 0) ?? 0))
    .sort((a, b) => a - b);
  const ofShare = (part: number) => share(after, part).toFixed(1);
  return {
    name,
    failed: failed.length,
    'of them inside': inside.length,
    'answered after the end, p50 ms': ofShare(0.5),
    'p90 ms': ofShare(0.9),
    'last ms': ofShare(1),
    'within 100 ms': after.filter((ms) => ms <= 100).length,
  };
}

function end(pid: number | undefined, signal: 'SIGKILL' | 'SIGSTOP'): void {
  if (pid === undefined) return;
  endedAt.set(pid, performance.now());
  process.kill(pid, signal);
}

async function killOneByOne(): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const pids = await bothPids();
    await delay(Math.random() * 20);
    end(pids[Math.floor(Math.random() * pids.length)], 'SIGKILL');
  }
}

async function measureKills(): Promise<void> {
  const calm = await load(() => delay(5_000));
  const killed = await load(killOneByOne);
  const name = `${kills} kills${part === 'idempotent' ? ', CATENARY_IDEMPOTENT=1' : ''}`;
  printTable(title, [row('two replicas', calm), row(name, killed)]);
  printTable('Requests that failed', [rowOfFailures(name, killed)]);
  tellReasons(killed);
}

/** A round: as long as a stopped replica takes to be replaced, with or without one. */
interface Round {
  readonly outcomes: readonly Outcome[];
  /** Requests that other processes answered, and that the stopped one did not hold. */
  readonly others: readonly number[];
  /** Requests that lay before the stopped one, unread, until it was replaced. */
  readonly held: number;
  readonly ejectedAfterMs: number;
}

async function takeRound(isStopped: boolean): Promise<Round> {
  let ejectedAfterMs = 0;
  const [pid] = await bothPids();
  const outcomes = await load(async () => {
    const since = performance.now();
    if (!isStopped) return delay(3_000);
    end(pid, 'SIGSTOP');
    while (stage.replicas?.readyCount === 2 && performance.now() - since < 100_000) await delay(5);
    ejectedAfterMs = performance.now() - since;
    return undefined;
  });
  const elsewhere = outcomes.filter((one) => one.pid !== undefined && one.pid !== pid);
  const others = elsewhere.filter(({ given }) => given === 1).map(({ ms }) => ms);
  const held = elsewhere.length - others.length;
  return { outcomes, others: others.sort((a, b) => a - b), held, ejectedAfterMs };
}

async function measureStops(): Promise<void> {
  const rounds: Record<string, Round[]> = { 'nothing stopped': [], 'one stopped by SIGSTOP': [] };
  for (let turn = 0; turn < kills; turn++) {
    for (const [name, taken] of Object.entries(rounds)) taken.push(await takeRound(name !== 'nothing stopped'));
  }
  const rows = Object.entries(rounds).map(([name, taken]): Row => {
    const pooled = taken.flatMap(({ others }) => others).sort((a, b) => a - b);
    const of = (part: number) => median(taken.map(({ others }) => share(others, part))).toFixed(1);
    return {
      name,
      rounds: taken.length,
      'others asked': pooled.length,
      'p50 ms': share(pooled, 0.5).toFixed(1),
      'p99 ms': share(pooled, 0.99).toFixed(1),
      'median of the rounds, p50 ms': of(0.5),
      'p99 of the rounds, median ms': of(0.99),
      'held by the stopped one': taken.reduce((sum, { held }) => sum + held, 0),
      failed: taken.reduce((sum, { outcomes }) => sum + failedOf(outcomes).length, 0),
      'replaced after, median ms': median(taken.map(({ ejectedAfterMs }) => ejectedAfterMs)).toFixed(0),
      'at most ms': Math.max(...taken.map(({ ejectedAfterMs }) => ejectedAfterMs)).toFixed(0),
    };
  });
  printTable(`${title}; the processes that went on`, rows);
  tellReasons(Object.values(rounds).flatMap((taken) => taken.flatMap(({ outcomes }) => outcomes)));
}

function tellReasons(outcomes: readonly Outcome[]): void {
  // One reason, whatever numbers it tells.
  const reasons = Map.groupBy(failedOf(outcomes), ({ error }) => error?.replaceAll(/\d+(?:\.\d+)?/g, 'N'));
  for (const [reason, of] of reasons) process.stdout.write(`${of.length} x ${reason}\n`);
}

const title = `Two replicas of a ${kind} container, ${perSecond} requests/s of ${requestMs} ms each`;
process.stdout.write(
  `load average ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}\n`,
);
await bothPids();
await (part === 'stops' ? measureStops() : measureKills());
await stage.close();
process.stdout.write(
  `load average ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}\n`,
);
