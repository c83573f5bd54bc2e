/**
 * Ten times the load that a container can answer, from callers that leave after two seconds: what it still answers, how soon all
 * is as before, and what a neighbour endpoint notices. Python workers and a container of four places, 0.2 s a request.
 * BENCH_CONTAINER=python or process: one of them; BENCH_NEIGHBOUR=0: without the neighbour, which takes three times as long.
 * BENCH_APART=1: the server on core 0, the callers on core 1. Where both share all cores, each answer of the server wakes a caller
 * that takes the core from it, and the callers' work counts as the server's.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDiamondsModel, createEndpoint, readExample } from '../../packages/server/test/support/diamonds.ts';
import { removeData, startTestServer } from '../../packages/server/test/support/start-server.ts';
import { printTable, type Row } from '../harness.ts';
import { compareNeighbour } from './overload/neighbour.ts';
import { type Answer, type Asked, agent, ask, offer, percentile } from './overload/offer.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 60);
const times = 10;
/** CATENARY_MAX_WAIT_MS of the containers; as many milliseconds as a request takes if it is said by BENCH_MAX_WAIT_MS=200. */
const maxWait = process.env.BENCH_MAX_WAIT_MS;
const environment = maxWait === undefined ? {} : { CATENARY_MAX_WAIT_MS: maxWait };
const patienceMs = 2_000;
const containers = Object.entries({ python: 4, process: 8 }).filter(
  ([name]) => name === (process.env.BENCH_CONTAINER ?? name),
);
const hasNeighbour = process.env.BENCH_NEIGHBOUR !== '0';
/** In which the neighbour is asked by turns, each as long as its part of `seconds`. */
const rounds = 4;
const row = readExample('requests.csv').toString().split('\n')[0] as string;

/** The most that is answered a second: by as many callers as keep all places busy. */
async function measurePeak(asked: Asked, callers: number): Promise<number> {
  const since = performance.now();
  let answered = 0;
  const one = async () => {
    while (performance.now() - since < 10_000) if ((await ask(asked)).status === 200) answered++;
  };
  await Promise.all(Array.from({ length: callers }, one));
  return answered / ((performance.now() - since) / 1000);
}

/** Keeps all threads of a process, and the processes that it starts from now on, on one core. */
function pin(pid: number, core: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)], { stdio: 'ignore' });
}

/** Seconds until a request is answered as if nothing had been. */
async function timeToNormal(asked: Asked): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < 60_000) {
    const { status, ms } = await ask(asked);
    if (status === 200 && ms < 400) return (performance.now() - since - ms) / 1000;
    await delay(50);
  }
  return Infinity;
}

/** The server's memory, MiB. */
const memoryMB = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** One request after the other. */
async function unloaded(asked: Asked): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let count = 0; count < 50; count++) answers.push(await ask(asked));
  return answers;
}

async function measure(asked: Asked, peak: number, pid: number): Promise<Row> {
  const alone = await unloaded(asked);
  const before = memoryMB(pid);
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memoryMB(pid))), 100);
  const answers = await offer(times * peak, seconds, () => ask(asked, patienceMs));
  clearInterval(watch);
  const normal = await timeToNormal(asked);
  const good = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 503);
  const left = answers.filter(({ status }) => status === 0);
  return {
    name: asked.endpoint,
    'peak/s': peak.toFixed(1),
    'offered/s': Math.round(answers.length / seconds),
    'good/s': (good.length / seconds).toFixed(1),
    'share of peak': (good.length / seconds / peak).toFixed(2),
    'alone p99 ms': percentile(alone, 0.99),
    'good p99 ms': percentile(good, 0.99),
    'refused (503)': refused.length,
    'refused p50 ms': percentile(refused, 0.5),
    'refused p99 ms': percentile(refused, 0.99),
    'memory MiB': `${before.toFixed(0)} -> ${most.toFixed(0)}`,
    left: left.length,
    other: answers.length - good.length - refused.length - left.length,
    'normal after s': normal.toFixed(1),
  };
}

async function compareLoads(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  writeFileSync(
    join(folder, 'catenary.yaml'),
    `images: [{ match: "*/busy:*", command: ["python3", "${join(import.meta.dirname, 'busy-container.py')}"] }]\n`,
  );
  mkdirSync(join(folder, 'code'));
  writeFileSync(
    join(folder, 'code/inference.py'),
    'import time\ndef model_fn(directory): return None\ndef transform_fn(model, body, content_type, accept):\n    time.sleep(0.2)\n    return body, accept\n',
  );
  execFileSync('tar', ['-czf', 'script.tar.gz', 'code'], { cwd: folder });
  const server = await startTestServer({
    args: ['--allow-unsigned', '--config', join(folder, 'catenary.yaml')],
    env: { CATENARY_LOG_LEVEL: 'error' },
  });
  if (process.env.BENCH_APART === '1') {
    pin(server.pid, 0);
    pin(process.pid, 1);
  }
  try {
    await createDiamondsModel(server.client, 'neighbour', ['sparkml', 'xgboost']);
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/script.tar.gz',
      service: 's3',
      body: readFileSync(join(folder, 'script.tar.gz')),
    });
    const script = {
      Image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
      ModelDataUrl: 's3://diamonds/script.tar.gz',
      Environment: environment,
    };
    await server.client.operation('CreateModel', { ModelName: 'python', PrimaryContainer: script });
    await server.client.operation('CreateModel', {
      ModelName: 'process',
      PrimaryContainer: { Image: 'x/busy:1', Environment: environment },
    });
    for (const name of ['neighbour', 'python', 'process']) await createEndpoint(server.client, name);
    const rows: Row[] = [];
    for (const [endpoint, callers] of containers) {
      const asked = { url: server.url, endpoint, body: '1' };
      const peak = await measurePeak(asked, callers);
      rows.push(await measure(asked, peak, server.pid));
      if (!hasNeighbour) continue;
      const noticed = await compareNeighbour({
        overloaded: asked,
        perSecond: times * peak,
        patienceMs,
        neighbour: { url: server.url, endpoint: 'neighbour', body: row },
        rounds,
        forSeconds: seconds / rounds,
      });
      printTable(
        `A neighbour, beside ${times} times the peak of ${endpoint}, and beside the same callers of others`,
        noticed,
      );
    }
    printTable(`${times} times the peak for ${seconds} s, callers leave after ${patienceMs / 1000} s`, rows);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true });
  }
}

await compareLoads();
agent.destroy();
