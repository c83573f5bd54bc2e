/**
 * Rows per second of transform jobs over the native pair of the diamonds chain, without and with a function behind it that does
 * what the example's scikit-learn script does, in turn. BENCH_ROWS (2,000,000), BENCH_ROUNDS (2).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { diamondsContainer, readExample } from '../../packages/server/test/support/diamonds.ts';
import { printTable, type Row } from '../harness.ts';
import { DiamondsServer, readDiamondsRows } from './parts/diamonds-server.ts';
import { putFunction } from './parts/endpoints.ts';
import { processCpu } from './parts/process-cpu.ts';

const wantedRows = Number(process.env.BENCH_ROWS ?? 2_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 2);
const lines = readDiamondsRows();
const times = Math.ceil(wantedRows / lines.length);
const count = lines.length * times;

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await DiamondsServer.start(data);
await server.put('/bench', '');
await server.createPair();
const handler = { name: 'handler.ts', content: readExample('function/handler.ts') };
const last = await putFunction(server.client, '/diamonds/function.tar.gz', handler);
const Containers = [...(['sparkml', 'xgboost'] as const).map(diamondsContainer), last];
await server.client.operation('CreateModel', { ModelName: 'with-function', Containers });
const once = Buffer.from(lines.join(''));
await server.put('/bench/in/rows.csv', Buffer.concat(Array.from({ length: times }, () => once)));

const rows: Row[] = [];
for (let round = 0; round < rounds; round++) {
  let ofPair = { perSecond: 0, cpuSeconds: 0 };
  for (const ModelName of ['pair', 'with-function']) {
    const name = `${ModelName}-${round}`;
    const before = processCpu(server.process.pid);
    const since = performance.now();
    await server.createJob(name, name, { BatchStrategy: 'MultiRecord', ModelName });
    const peak = await server.finishJob(name);
    const perSecond = count / ((performance.now() - since) / 1000);
    const after = processCpu(server.process.pid);
    const cpuSeconds = after.own - before.own + after.children - before.children;
    if (ModelName === 'pair') ofPair = { perSecond, cpuSeconds };
    rows.push({
      name: ModelName,
      rows: count,
      'rows/s': Math.round(perSecond),
      'share of the pair': (perSecond / ofPair.perSecond).toFixed(2),
      'CPU s': cpuSeconds.toFixed(2),
      'CPU of the pair': (ofPair.cpuSeconds / cpuSeconds).toFixed(2),
      'peak RSS of the server MB': Math.round(peak / 1e6),
    });
  }
}
await server.process.stop();
rmSync(data, { recursive: true, force: true });
printTable(`Transform jobs on ${cpus().length} cores, start of the containers included`, rows);
