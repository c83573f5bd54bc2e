/** A model of a multi-model container beside the same model alone: requests per second once it is loaded, and what a load costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  diamondsContainer,
  golden,
  linesOf,
  readExample,
  uploadDiamonds,
} from '../../packages/server/test/support/diamonds.ts';
import { hasWrk, load, printTable, type Row } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { row } from './parts/diamonds-bodies.ts';
import { deploy, put } from './parts/endpoints.ts';

const archive = readExample('xgboost/model.tar.gz');
const featureRow = linesOf(golden('sparkml.csv'))[0] as string;
const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const modelCount = 100;
const room = 10;

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await startCatenary(data, {
  args: ['--allow-unsigned'],
  cores: '0',
  env: { CATENARY_MAX_LOADED_MODELS: String(room) },
});
const { client } = server;

await put(client, '/bench', '');
for (let model = 0; model < modelCount; model++) await put(client, `/bench/all/${model}.tar.gz`, archive);
await uploadDiamonds(client, ['sparkml']);
const sparkml = diamondsContainer('sparkml');
const one = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bench/all/0.tar.gz' };
const many = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bench/all/', Mode: 'MultiModel' };
await deploy(client, 'alone', [one]);
await deploy(client, 'multi', [many]);
await deploy(client, 'chain', [sparkml, one]);
await deploy(client, 'multi-chain', [sparkml, many]);

const warm = [
  await measure('a model alone', 'alone', featureRow),
  await measure('a loaded model of many', 'multi', featureRow, '0.tar.gz'),
  await measure('SparkML -> a model', 'chain', row),
  await measure('SparkML -> a loaded model of many', 'multi-chain', row, '0.tar.gz'),
];
printTable('Real time, one CSV row a request (server on core 0, load on core 1)', warm);

// The first round fetches and loads every model; there is room for a tenth of them, so the second does so again.
const cold = [await timeLoads('first requests'), await timeLoads('again, after they were pushed out')];
const mebibytes = (await server.residentBytes()) / 2 ** 20;
printTable(`${modelCount} models of ${archive.length} bytes, room for ${room}, one request each`, cold);
process.stdout.write(`RSS after it: ${mebibytes.toFixed(0)} MiB\n`);
await server.stop();
rmSync(data, { recursive: true, force: true });

function headersFor(model: string | undefined): Record<string, string> {
  const common = { 'Content-Type': 'text/csv', Accept: 'text/csv' };
  return model === undefined ? common : { ...common, 'X-Amzn-SageMaker-Target-Model': model };
}

async function measure(name: string, endpoint: string, body: string, model?: string): Promise<Row> {
  const url = `${server.url}/endpoints/${endpoint}/invocations`;
  const shared = { url, body, headers: headersFor(model), connections: 16, core: 1 };
  await load({ ...shared, seconds: 2 });
  const before = await server.cpuSeconds();
  const { requestsPerSecond, p99Micros, errors } = await load({ ...shared, seconds });
  const micros = (((await server.cpuSeconds()) - before) / (requestsPerSecond * seconds)) * 1e6;
  return { name, 'req/s': requestsPerSecond, 'CPU µs/req': micros.toFixed(1), 'p99 µs': p99Micros, errors };
}

async function timeLoads(name: string): Promise<Row> {
  const times: number[] = [];
  for (let model = 0; model < modelCount; model++) {
    const since = performance.now();
    const headers = headersFor(`${model}.tar.gz`);
    const { ok } = await fetch(`${server.url}/endpoints/multi/invocations`, {
      method: 'POST',
      headers,
      body: featureRow,
    });
    if (!ok) throw new Error(`model ${model} did not answer`);
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(share * (modelCount - 1))] as number).toFixed(1);
  return { name, 'median ms': at(0.5), 'p95 ms': at(0.95), 'most ms': at(1) };
}
