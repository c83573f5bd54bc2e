/**
 * Ten times the load that a container can answer, from callers that leave after two seconds: what it still answers, what a
 * neighbour endpoint notices, and how soon all is as before. Python workers and a container of four places, 0.2 s a request.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createDiamondsModel, createEndpoint, readExample } from '../../packages/server/test/support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../../packages/server/test/support/start-server.ts';
import { printTable, type Row } from '../harness.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 60);
const times = 10;
const patienceMs = 2_000;
/** Requests a second to the neighbour. */
const neighbourRate = 20;
const row = readExample('requests.csv').toString().split('\n')[0] as string;

interface Answer {
  /** 0 if the caller left, or the connection broke. */
  readonly status: number;
  readonly ms: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

function ask(server: { readonly url: string }, endpoint: string, body: string, limitMs = 60_000): Promise<Answer> {
  const since = performance.now();
  const headers = { 'content-type': 'text/csv', 'content-length': body.length };
  return new Promise((resolve) => {
    const end = (status: number) => resolve({ status, ms: performance.now() - since });
    const call = request(`${server.url}/endpoints/${endpoint}/invocations`, { method: 'POST', agent, headers });
    call.setTimeout(limitMs, () => call.destroy());
    const leave = setTimeout(() => call.destroy(), limitMs);
    call.on('response', (response) => response.resume().on('end', () => end(response.statusCode ?? 0)));
    call.on('error', () => end(0)).on('close', () => clearTimeout(leave));
    call.end(body);
  });
}

/** Asks so many times a second, whatever is answered. */
async function offer(perSecond: number, forSeconds: number, call: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Promise<Answer>[] = [];
  const since = performance.now();
  for (let elapsed = 0; elapsed < forSeconds; elapsed = (performance.now() - since) / 1000) {
    while (answers.length < elapsed * perSecond) answers.push(call());
    await delay(5);
  }
  return Promise.all(answers);
}

/** Asks an endpoint from a thread of its own: what it waits for is the server, not the callers of the other endpoint. */
function offerInThread(url: string, endpoint: string, forSeconds: number): Promise<Answer[]> {
  const thread = new Worker(import.meta.filename, { workerData: { url, endpoint, forSeconds } });
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
}

/** The most that is answered a second: by as many callers as keep all places busy. */
async function measurePeak(server: TestServer, endpoint: string, callers: number): Promise<number> {
  const since = performance.now();
  let answered = 0;
  const one = async () => {
    while (performance.now() - since < 10_000) if ((await ask(server, endpoint, '1')).status === 200) answered++;
  };
  await Promise.all(Array.from({ length: callers }, one));
  return answered / ((performance.now() - since) / 1000);
}

/** Seconds until a request is answered as if nothing had been. */
async function timeToNormal(server: TestServer, endpoint: string): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < 60_000) {
    const { status, ms } = await ask(server, endpoint, '1');
    if (status === 200 && ms < 400) return (performance.now() - since - ms) / 1000;
    await delay(50);
  }
  return Infinity;
}

const percentile = (answers: readonly Answer[], share: number) => {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN) * 10) / 10;
};

async function measure(server: TestServer, endpoint: string, callers: number): Promise<Row> {
  const peak = await measurePeak(server, endpoint, callers);
  const before = await offerInThread(server.url, 'neighbour', seconds);
  const [answers, during] = await Promise.all([
    offer(times * peak, seconds, () => ask(server, endpoint, '1', patienceMs)),
    offerInThread(server.url, 'neighbour', seconds),
  ]);
  const normal = await timeToNormal(server, endpoint);
  const good = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 503);
  return {
    name: endpoint,
    'peak/s': peak.toFixed(1),
    'offered/s': Math.round(answers.length / seconds),
    'good/s': (good.length / seconds).toFixed(1),
    'share of peak': (good.length / seconds / peak).toFixed(2),
    'good p99 ms': percentile(good, 0.99),
    'refused (503)': refused.length,
    'refused p50 ms': percentile(refused, 0.5),
    left: answers.filter(({ status }) => status === 0).length,
    other: answers.length - good.length - refused.length - answers.filter(({ status }) => status === 0).length,
    'neighbour p50 ms': `${percentile(before, 0.5)} -> ${percentile(during, 0.5)}`,
    'neighbour p99 ms': `${percentile(before, 0.99)} -> ${percentile(during, 0.99)}`,
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
  try {
    await createDiamondsModel(server.client, 'neighbour', ['sparkml', 'xgboost']);
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/script.tar.gz',
      service: 's3',
      body: readFileSync(join(folder, 'script.tar.gz')),
    });
    const script = { Image: 'sagemaker-scikit-learn:1.9-1-cpu-py3', ModelDataUrl: 's3://diamonds/script.tar.gz' };
    await server.client.operation('CreateModel', { ModelName: 'python', PrimaryContainer: script });
    await server.client.operation('CreateModel', { ModelName: 'process', PrimaryContainer: { Image: 'x/busy:1' } });
    for (const name of ['neighbour', 'python', 'process']) await createEndpoint(server.client, name);
    const rows = [await measure(server, 'python', 4), await measure(server, 'process', 8)];
    printTable(`${times} times the peak for ${seconds} s, callers leave after ${patienceMs / 1000} s`, rows);
  } finally {
    await server.stop();
    removeData(server);
    rmSync(folder, { recursive: true });
  }
}

if (isMainThread) await compareLoads();
else {
  const { url, endpoint, forSeconds } = workerData as { url: string; endpoint: string; forSeconds: number };
  parentPort?.postMessage(await offer(neighbourRate, forSeconds, () => ask({ url }, endpoint, row)));
  agent.destroy();
}
