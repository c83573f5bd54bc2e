/** Requests per second of the diamonds chain over HTTP, beside the node:http echo of the same body, in one run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signRequest } from '../../packages/server/src/entry/cli/sign-request.ts';
import { diamondsContainer, type Part, uploadDiamonds } from '../../packages/server/test/support/diamonds.ts';
import { credentials } from '../../packages/server/test/support/start-server.ts';
import { hasWrk, load, printTable, type Row } from '../harness.ts';
import { startCatenary, startChild } from './parts/child-server.ts';
import { row } from './parts/diamonds-bodies.ts';
import { deploy } from './parts/endpoints.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 4);

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const rows: Row[] = [];
let echo = 0;

async function measure(
  name: string,
  url: string,
  cpu: () => Promise<number>,
  headers: Record<string, string>,
): Promise<void> {
  const shared = { url, body: row, headers: { 'content-type': 'text/csv', ...headers } };
  await load({ ...shared, connections: 16, seconds: 2, core: 1 });
  const one = await load({ ...shared, connections: 1, seconds, core: 1 });
  const before = await cpu();
  const many = await load({ ...shared, connections: 16, seconds, core: 1 });
  const micros = (((await cpu()) - before) / (many.requestsPerSecond * seconds)) * 1e6;
  if (echo === 0) echo = many.requestsPerSecond;
  rows.push({
    name,
    'req/s, 16 connections': many.requestsPerSecond,
    'share of echo': (many.requestsPerSecond / echo).toFixed(2),
    'CPU µs/req': micros.toFixed(1),
    'p99 µs': many.p99Micros,
    'req/s, 1 connection': one.requestsPerSecond,
    'p50 µs, 1 connection': one.p50Micros,
    errors: one.errors + many.errors,
  });
}

const echoServer = await startChild('bench/serving/parts/echo.ts', [], { cores: '0' });
await measure('node:http echo', echoServer.url, () => echoServer.cpuSeconds(), {});
await echoServer.stop();

async function measureChain(
  name: string,
  parts: readonly Part[],
  options: { env?: NodeJS.ProcessEnv; signed?: boolean; cores?: string; data?: string },
): Promise<void> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  const unsigned = options.signed === true ? [] : ['--allow-unsigned'];
  const server = await startCatenary(data, { args: unsigned, cores: options.cores ?? '0', env: options.env });
  const endpoint = `bench-${Date.now()}`;
  await uploadDiamonds(server.client, parts);
  const inServiceMs = await deploy(server.client, endpoint, parts.map(diamondsContainer));
  const path = `/endpoints/${endpoint}/invocations`;
  const signed = signRequest(
    { method: 'POST', path, service: 'sagemaker', headers: { 'content-type': 'text/csv' }, body: row },
    { host: new URL(server.url).host, credentials, region: 'us-east-1', now: new Date() },
  );
  await measure(name, `${server.url}${path}`, () => server.cpuSeconds(), options.signed === true ? signed : {});
  const rss = (await server.residentBytes()) / 1e6;
  process.stdout.write(
    `${name}: ready after ${server.readyMs.toFixed(0)} ms, InService after ${inServiceMs.toFixed(0)} ms, RSS after the load ${rss.toFixed(0)} MB\n`,
  );
  await server.stop();
  if (options.data === undefined) rmSync(data, { recursive: true, force: true });
}

const pair = ['sparkml', 'xgboost'] as const;
await measureChain('SparkML -> XGBoost', pair, {});
await measureChain('the same, signatures checked', pair, { signed: true });
await measureChain('the same, not fused', pair, { env: { CATENARY_FUSE: '0' } });
const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
await measureChain('SparkML -> XGBoost -> scikit-learn (Python)', ['sparkml', 'xgboost', 'sklearn'], {
  cores: '0,1',
  data,
});
await measureChain('the same, Python environment there', ['sparkml', 'xgboost', 'sklearn'], { cores: '0,1', data });
rmSync(data, { recursive: true, force: true });

printTable(
  'Real time, one CSV row a request (server on core 0, load on core 1; with Python all share both cores)',
  rows,
);
