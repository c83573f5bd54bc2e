/**
 * What callers see while replicas of a command die: `sh scripts/with-node.sh bench/serving/replica-kills.ts [kills]`. 200 requests a
 * second to two replicas, of which one or the other is killed at random moments, and at the end one is stopped by a signal.
 */
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchProcessStage } from '../../packages/server/src/serving/container/process/process-stage.ts';
import { printTable, type Row } from '../harness.ts';

const kills = Number(process.argv[2] ?? 200);
const perSecond = 200;
const program = resolve(
  import.meta.dirname,
  '../../packages/server/test/serving/container/process/telling-container.mjs',
);
const never = new AbortController().signal;

const launch = (isIdempotent: boolean) =>
  launchProcessStage({
    hostname: 'replicated',
    image: 'replicated',
    command: [process.execPath, program],
    modelDirectory: mkdtempSync(join(realpathSync(tmpdir()), 'catenary-bench-')),
    environment: {},
    startupTimeoutMs: 20_000,
    maxRestartDelayMs: 0,
    replication: { count: 2, routing: 'LEAST_OUTSTANDING_REQUESTS' },
    isIdempotent,
    signal: never,
    onLog: () => undefined,
  });
let stage = await launch(false);

interface Outcome {
  readonly at: number;
  readonly ms: number;
  readonly pid?: number;
  readonly error?: string;
}

async function ask(): Promise<Outcome> {
  const at = performance.now();
  try {
    const { body } = await stage.invoke({ body: Buffer.from('x') }, never);
    return { at, ms: performance.now() - at, pid: Number(body) };
  } catch (error) {
    return { at, ms: performance.now() - at, error: (error as Error).message };
  }
}

/** The processes of both replicas, once both answer. */
async function bothPids(): Promise<readonly number[]> {
  for (;;) {
    const answers = await Promise.all([1, 2, 3, 4].map(ask));
    const pids = [...new Set(answers.flatMap(({ pid }) => pid ?? []))];
    if (pids.length === 2 && stage.replicas?.readyCount === 2) return pids;
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

function row(name: string, outcomes: readonly Outcome[]): Row {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const times = outcomes
    .filter(({ error }) => error === undefined)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  return {
    name,
    requests: outcomes.length,
    failed: failed.length,
    'slowest failure ms': Math.max(0, ...failed.map(({ ms }) => ms)).toFixed(1),
    'p50 ms': share(times, 0.5).toFixed(1),
    'p99 ms': share(times, 0.99).toFixed(1),
    'slowest ms': share(times, 1).toFixed(0),
  };
}

await bothPids();
const rows = [row('two replicas', await load(() => delay(5_000)))];
async function killBoth(): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const pids = await bothPids();
    await delay(Math.random() * 20);
    process.kill(pids[Math.floor(Math.random() * 2)] as number, 'SIGKILL');
  }
}

const killed = await load(killBoth);
rows.push(row(`${kills} kills`, killed));
let ejectedAfterMs = 0;
const stopped = await load(async () => {
  const [pid] = await bothPids();
  const since = performance.now();
  process.kill(pid as number, 'SIGSTOP');
  while (stage.replicas?.readyCount === 2) await delay(5);
  ejectedAfterMs = performance.now() - since;
  await bothPids();
});
rows.push(row('one stopped by SIGSTOP', stopped));
await stage.close();
stage = await launch(true);
await bothPids();
rows.push(row(`${kills} kills, CATENARY_IDEMPOTENT=1`, await load(killBoth)));
await stage.close();
printTable(`Two replicas of a command, ${perSecond} requests/s of 8 ms each`, rows);
process.stdout.write(`the stopped one was replaced after ${ejectedAfterMs.toFixed(0)} ms\n`);
const reasons = Map.groupBy(
  killed.filter(({ error }) => error !== undefined),
  ({ error }) => error,
);
for (const [reason, of] of reasons) process.stdout.write(`${of.length} x ${reason}\n`);
