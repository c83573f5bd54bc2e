/**
 * Rows per second of a transform job: the diamonds rows repeated to two million, SparkML -> XGBoost, CSV in and out.
 * BENCH_ROWS, BENCH_STRATEGIES, BENCH_OBJECT_MB (most megabytes of one object, 500).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable, type Row } from '../harness.ts';
import { DiamondsServer, readDiamondsRows } from './parts/diamonds-server.ts';

const wantedRows = Number(process.env.BENCH_ROWS ?? 2_000_000);
const objectBytes = Number(process.env.BENCH_OBJECT_MB ?? 500) * 1e6;
const lines = readDiamondsRows();
const once = Buffer.from(lines.join(''));
const times = Math.ceil(wantedRows / lines.length);
const count = lines.length * times;

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await DiamondsServer.start(data);
await server.createPair();
const timesPerObject = Math.max(1, Math.floor(objectBytes / once.length));
for (let done = 0; done < times; done += timesPerObject) {
  const body = Buffer.concat(Array.from({ length: Math.min(timesPerObject, times - done) }, () => once));
  await server.put(`/bench/in/rows-${done}.csv`, body);
}

const rows: Row[] = [];
for (const strategy of (process.env.BENCH_STRATEGIES ?? 'MultiRecord,SingleRecord').split(',')) {
  const since = performance.now();
  const cpuBefore = await server.process.cpuSeconds();
  await server.createJob(strategy, strategy, { BatchStrategy: strategy });
  const before = await server.process.residentBytes();
  const peak = await server.finishJob(strategy);
  const seconds = (performance.now() - since) / 1000;
  rows.push({
    name: strategy,
    rows: count,
    seconds: seconds.toFixed(2),
    'rows/s': Math.round(count / seconds),
    'CPU µs/row': ((((await server.process.cpuSeconds()) - cpuBefore) / count) * 1e6).toFixed(2),
    'RSS before MB': Math.round(before / 1e6),
    'peak RSS MB': Math.round(peak / 1e6),
  });
}
await server.process.stop();
rmSync(data, { recursive: true, force: true });
printTable(`Batch transform on ${cpus().length} cores, start of the containers included`, rows);
