/**
 * Kills the server over and over while it transforms two million rows, each time at a random moment, and compares every
 * output with that of an undisturbed run. Prints how much work was done twice. BENCH_ROWS, BENCH_KILLS, BENCH_SEED.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordsOf } from '../../packages/server/test/support/transform-job.ts';
import { printTable } from '../harness.ts';
import { DiamondsServer, readDiamondsRows } from './parts/diamonds-server.ts';

const wantedRows = Number(process.env.BENCH_ROWS ?? 2_000_000);
const wantedKills = Number(process.env.BENCH_KILLS ?? 100);
const data = mkdtempSync(join(tmpdir(), 'catenary-kills-'));

/** Reproducible moments (mulberry32). */
let seed = Number(process.env.BENCH_SEED ?? 1);
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

let server = await DiamondsServer.start(data);

async function setUp(): Promise<number> {
  const lines = readDiamondsRows();
  const times = Math.ceil(wantedRows / lines.length);
  await server.createPair();
  await server.put('/bench/in/rows.csv', lines.join('').repeat(times));
  return times * lines.length;
}

async function finish(name: string): Promise<string> {
  await server.finishJob(name);
  return createHash('sha256')
    .update(await server.get('/bench/out/rows.csv.out'))
    .digest('hex');
}

const rows = await setUp();
await server.createJob('undisturbed', 'out');
const since = performance.now();
const expected = await finish('undisturbed');
const seconds = (performance.now() - since) / 1000;
console.log(`undisturbed: ${rows} rows in ${seconds.toFixed(1)} s, sha256 ${expected}`);

const redone: number[] = [];
let [kills, jobs, equal] = [0, 0, 0];
let job: string | undefined;
while (kills < wantedKills || job !== undefined) {
  if (job === undefined) await server.createJob((job = `killed-${++jobs}`), 'out');
  // A life long enough to get past a checkpoint now and then; of a job that is through, the output is compared.
  const end = performance.now() + random() * seconds * 700;
  while (performance.now() < end && !(await server.isCompleted(job))) await sleep(20);
  if (kills >= wantedKills || (await server.isCompleted(job))) {
    const isEqual = (await finish(job)) === expected;
    if (isEqual) equal++;
    console.log(`${job}: ${isEqual ? 'equal' : 'DIFFERENT'} after ${kills} kills so far`);
    job = undefined;
    continue;
  }
  const reached = await recordsOf(server.client, job);
  await server.process.stop('SIGKILL');
  kills++;
  server = await DiamondsServer.start(data);
  redone.push(Math.max(0, reached - (await recordsOf(server.client, job))));
}
const files = readdirSync(join(data, 'objects'), { recursive: true }).length;
await server.process.stop();
rmSync(data, { recursive: true, force: true });
redone.sort((a, b) => a - b);
const perSecond = rows / seconds;
printTable('Random SIGKILLs over one transform job after another', [
  {
    name: `${rows} rows`,
    kills,
    'jobs compared': jobs,
    equal,
    'rows redone, median': redone[redone.length >> 1] ?? 0,
    'rows redone, most': redone.at(-1) ?? 0,
    'seconds redone, most': ((redone.at(-1) ?? 0) / perSecond).toFixed(2),
    'files in the store at the end': files,
  },
]);
if (equal !== jobs) process.exitCode = 1;
