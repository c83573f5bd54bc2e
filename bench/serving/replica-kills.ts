/**
 * What callers see while replicas die: `sh scripts/with-node.sh bench/serving/replica-kills.ts [kills] [process|python]`. 200 requests a
 * second to two replicas, of which one or the other is killed at random moments, and at the end one is stopped by a signal. A request is
 * inside a process once the process has said that it begins it.
 */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchProcessStage } from '../../packages/server/src/serving/container/process/process-stage.ts';
import { launchPythonStage } from '../../packages/server/src/serving/container/python/python-stage.ts';
import { printTable, type Row } from '../harness.ts';

const kills = Number(process.argv[2] ?? 200);
const kind = process.argv[3] === 'python' ? 'python' : 'process';
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
let stage = await launch(false);

interface Outcome {
  readonly request: string;
  readonly ms: number;
  readonly endedAt: number;
  readonly pid?: number;
  readonly error?: string;
}

let count = 0;
async function ask(): Promise<Outcome> {
  const at = performance.now();
  const request = String(++count);
  const ended = () => ({ request, ms: performance.now() - at, endedAt: performance.now() });
  try {
    const deadline = at + 60_000;
    const { body } = await stage.invoke({ body: Buffer.from(request), contentType: 'text/csv', deadline }, never);
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

function row(name: string, outcomes: readonly Outcome[]): Row {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const inside = failed.filter(({ request }) => endedAt.has(begun.get(request) ?? 0));
  const afterEnd = inside.map(({ request, endedAt: at }) => at - (endedAt.get(begun.get(request) ?? 0) ?? 0));
  const times = outcomes
    .filter(({ error }) => error === undefined)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  return {
    name,
    requests: outcomes.length,
    failed: failed.length,
    'of them inside': inside.length,
    'latest failure after the end ms': Math.max(0, ...afterEnd).toFixed(1),
    'p50 ms': share(times, 0.5).toFixed(1),
    'p99 ms': share(times, 0.99).toFixed(1),
    'slowest ms': share(times, 1).toFixed(0),
  };
}

function end(pid: number | undefined, signal: 'SIGKILL' | 'SIGSTOP'): void {
  if (pid === undefined) return;
  endedAt.set(pid, performance.now());
  process.kill(pid, signal);
}

await bothPids();
const calm = await load(() => delay(10_000));
const rows = [row('two replicas', calm)];
async function killBoth(): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const pids = await bothPids();
    await delay(Math.random() * 20);
    end(pids[Math.floor(Math.random() * pids.length)], 'SIGKILL');
  }
}

const killed = await load(killBoth);
rows.push(row(`${kills} kills`, killed));
await bothPids();
const alone = await load(() => delay(5_000));
rows.push(row('two replicas again', alone));
let ejectedAfterMs = 0;
const stopped = await load(async () => {
  const [pid] = await bothPids();
  const since = performance.now();
  end(pid, 'SIGSTOP');
  while (stage.replicas?.readyCount === 2 && performance.now() - since < 100_000) await delay(5);
  ejectedAfterMs = performance.now() - since;
  await bothPids();
});
rows.push(row('one stopped by SIGSTOP', stopped));
await stage.close();
stage = await launch(true);
await bothPids();
rows.push(row(`${kills} kills, CATENARY_IDEMPOTENT=1`, await load(killBoth)));
await stage.close();
printTable(`Two replicas of a ${kind} container, ${perSecond} requests/s of ${requestMs} ms each`, rows);
process.stdout.write(`the stopped one was replaced after ${ejectedAfterMs.toFixed(0)} ms\n`);
const reasons = Map.groupBy(
  [...killed, ...stopped].filter(({ error }) => error !== undefined),
  // One reason, whatever numbers it tells.
  ({ error }) => error?.replaceAll(/\d+(?:\.\d+)?/g, 'N'),
);
for (const [reason, of] of reasons) process.stdout.write(`${of.length} x ${reason}\n`);
