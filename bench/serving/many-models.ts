/**
 * Many models in one server: `sh scripts/with-node.sh --conditions=source bench/serving/many-models.ts [models]`. What CreateModel and a page of 100 of
 * ListModels take: CPU of the server, and the time of boto3, which is most of it itself. `BENCH_STORE=postgres://...` names another store than SQLite.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPythonEnvironment } from '../../packages/server/test/support/python-environment.ts';
import { credentials } from '../../packages/server/test/support/start-server.ts';
import { median, printTable, type Row } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { put } from './parts/endpoints.ts';

const models = Number(process.argv[2] ?? 10_000);
const creations = 500;
const store = process.env['BENCH_STORE'];
const data = mkdtempSync(join(tmpdir(), 'catenary-many-'));
const env = store === undefined ? {} : { CATENARY_STORE_URL: store };
const server = await startCatenary(data, { env });
const { client } = server;
await client.send({ method: 'PUT', path: '/bucket', service: 's3' });
await put(client, '/bucket/model.tar.gz', 'as it is not read before an endpoint needs it');
const container = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bucket/model.tar.gz' };

async function time(run: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await run();
  return performance.now() - since;
}

/** A row of the times of requests, one after the other, with what the server's CPU took for each, milliseconds. */
async function measured(name: string, run: () => Promise<number[]>): Promise<Row> {
  const since = await server.cpuSeconds();
  const times = (await run()).sort((a, b) => a - b);
  const cpu = (((await server.cpuSeconds()) - since) * 1000) / times.length;
  const p99 = times[Math.floor(times.length * 0.99)] as number;
  return {
    name,
    count: times.length,
    p50: median(times).toFixed(1),
    p99: p99.toFixed(1),
    'CPU of the server': cpu.toFixed(2),
  };
}

async function createModels(): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < models; at++)
    times.push(
      await time(() => client.operation('CreateModel', { ModelName: `model-${at}`, PrimaryContainer: container })),
    );
  return times;
}

async function listModels(asked: object): Promise<number[]> {
  const times: number[] = [];
  let next = {};
  for (;;) {
    let token: unknown;
    times.push(
      await time(async () => {
        ({ NextToken: token } = await client.operation('ListModels', { MaxResults: 100, ...asked, ...next }));
      }),
    );
    if (token === undefined) return times;
    next = { NextToken: token };
  }
}

const rows = [
  await measured('CreateModel', createModels),
  await measured('ListModels, newest first', () => listModels({})),
  await measured('ListModels, by name', () => listModels({ SortBy: 'Name' })),
  await measured('ListModels, a name in a hundred', () => listModels({ NameContains: '-77' })),
];
printTable(`${models} models, one request after the other, milliseconds`, rows);

const python = await findPythonEnvironment();
if (python !== undefined) {
  const words = [join(import.meta.dirname, 'list_models.py'), server.url, String(models), String(creations)];
  const keys = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
  const output = execFileSync(python.python, words, { env: { ...process.env, ...keys } });
  const times = Object.entries(JSON.parse(output.toString()) as Record<string, number[]>);
  const asked = times.map(([name, each]) => measured(name, () => Promise.resolve(each)));
  const withoutCpu = (await Promise.all(asked)).map(({ 'CPU of the server': _cpu, ...row }) => row);
  printTable('the same by boto3', withoutCpu);
}
await server.stop();
rmSync(data, { recursive: true, force: true });
