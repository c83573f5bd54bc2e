/**
 * What a function behind the native pair of the diamonds chain costs, beside the pair: one that does what the example's
 * scikit-learn script does. The server and what it starts share the cores; the load has them too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diamondsContainer, readExample, uploadDiamonds } from '../../packages/server/test/support/diamonds.ts';
import { hasWrk, load, printTable, type Row } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { row } from './parts/diamonds-bodies.ts';
import { deploy, putFunction } from './parts/endpoints.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const rounds = 2;

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await startCatenary(data, { args: ['--allow-unsigned'], cores: '0,1' });
await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
const handler = { name: 'handler.ts', content: readExample('function/handler.ts') };
const last = await putFunction(server.client, '/diamonds/function.tar.gz', handler);
const pair = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
const behind = (workers: number) => ({
  ...last,
  Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: String(workers) },
});
const chains = { pair, 'with a function': [...pair, behind(1)], 'with a function, 2 processes': [...pair, behind(2)] };
for (const [index, containers] of Object.values(chains).entries())
  await deploy(server.client, `chain-${index}`, containers);

const best = new Map<string, number>();
const rows: Row[] = [];
for (let round = 0; round < rounds; round++) {
  for (const [index, name] of Object.keys(chains).entries()) {
    const url = `${server.url}/endpoints/chain-${index}/invocations`;
    const shared = { url, body: row, headers: { 'content-type': 'text/csv' } };
    await load({ ...shared, connections: 16, seconds: 2 });
    const before = await server.cpuSeconds();
    const many = await load({ ...shared, connections: 16, seconds });
    const micros = (((await server.cpuSeconds()) - before) / (many.requestsPerSecond * seconds)) * 1e6;
    const one = await load({ ...shared, connections: 1, seconds: 2 });
    if (index === 0) best.set('pair', many.requestsPerSecond);
    rows.push({
      name,
      'req/s, 16 connections': many.requestsPerSecond,
      'share of the pair': (many.requestsPerSecond / (best.get('pair') ?? 1)).toFixed(2),
      'CPU here µs/req': micros.toFixed(0),
      'p99 µs': many.p99Micros,
      'p50 µs, 1 connection': one.p50Micros,
      errors: one.errors + many.errors,
    });
  }
}
await server.stop();
rmSync(data, { recursive: true, force: true });
printTable('The native pair, and a function behind it', rows);
