/** A transform job over very many tiny objects, one row each. BENCH_OBJECTS. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inLanes, printTable } from '../harness.ts';
import { DiamondsServer, readDiamondsRows } from './parts/diamonds-server.ts';

const count = Number(process.env.BENCH_OBJECTS ?? 100_000);
const lines = readDiamondsRows();
const data = mkdtempSync(join(tmpdir(), 'catenary-objects-'));
const server = await DiamondsServer.start(data);
await server.createPair();
const uploadSince = performance.now();
await inLanes(count, 16, (at) =>
  server.put(`/bench/in/${String(at).padStart(6, '0')}.csv`, lines[at % lines.length] as string),
);
const uploadSeconds = (performance.now() - uploadSince) / 1000;
const since = performance.now();
await server.createJob('many', 'out');
const peak = await server.finishJob('many');
const seconds = (performance.now() - since) / 1000;
await server.process.stop();
rmSync(data, { recursive: true, force: true });
printTable('Batch transform of tiny objects', [
  {
    name: `${count} objects of one row`,
    'uploaded in s': uploadSeconds.toFixed(1),
    'transformed in s': seconds.toFixed(1),
    'objects/s': Math.round(count / seconds),
    'peak RSS MB': Math.round(peak / 1e6),
  },
]);
