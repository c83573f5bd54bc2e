/**
 * What `catenary load` tells of an endpoint, beside what wrk tells of the same one at as many connections: its own cost must not be in the
 * figures. Measured where the endpoint and not its client sets the pace: a function that waits, at several times. The two in turns.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadFigures } from '../../packages/server/src/entry/cli/load/load-tally.ts';
import { runCatenaryIn } from '../../packages/server/test/support/run-catenary.ts';
import { credentials } from '../../packages/server/test/support/start-server.ts';
import { hasWrk, load, median, printTable, type Row } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { deploy, putFunction } from './parts/endpoints.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const connections = 8;
const waits = [5, 20, 50];

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

interface Figures {
  readonly rate: number;
  readonly p50: number;
}

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const rows = join(data, 'rows.csv');
writeFileSync(rows, '1,2,3\n');
const server = await startCatenary(data, { args: ['--allow-unsigned'] });
await server.client.send({ method: 'PUT', path: '/bench', service: 's3' });

/** An endpoint whose container waits so long, in one process for each core. */
async function deployWaiting(milliseconds: number): Promise<string> {
  const name = `wait-${milliseconds}`;
  const handler =
    "import { setTimeout } from 'node:timers/promises';\n" +
    `export async function invoke(rows) {\n  await setTimeout(${milliseconds});\n  return rows;\n}\n`;
  const module = { name: 'handler.mjs', content: Buffer.from(handler) };
  await deploy(server.client, name, [await putFunction(server.client, `/bench/${name}.tar.gz`, module)]);
  return name;
}

async function byWrk(name: string): Promise<Figures> {
  const url = `${server.url}/endpoints/${name}/invocations`;
  const found = await load({ url, body: '1,2,3', headers: { 'content-type': 'text/csv' }, connections, seconds });
  if (found.errors > 0) throw new Error(`${found.errors} requests of wrk failed`);
  return { rate: found.requestsPerSecond, p50: found.p50Micros / 1000 };
}

async function byCommand(name: string): Promise<Figures> {
  const flags = ['--rows', rows, '--connections', String(connections), '--duration', String(seconds), '--json'];
  const env = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const { code, stdout, stderr } = await runCatenaryIn({ folder: data, env }, 'load', name, '--data', data, ...flags);
  if (code !== 0) throw new Error(`catenary load ended with ${code}: ${stderr}`);
  const found = JSON.parse(stdout) as LoadFigures;
  if (found.failed > 0) throw new Error(`${found.failed} requests of catenary load failed`);
  return { rate: found.perSecond, p50: (found.latency.percentiles['50'] ?? Number.NaN) / 1000 };
}

const table: Row[] = [];
for (const wait of waits) {
  const name = await deployWaiting(wait);
  const seen = { wrk: [] as Figures[], command: [] as Figures[] };
  await byWrk(name);
  for (let round = 0; round < rounds; round++) {
    seen.wrk.push(await byWrk(name));
    seen.command.push(await byCommand(name));
  }
  const middle = (figures: readonly Figures[], of: keyof Figures) => median(figures.map((each) => each[of]));
  const ratio = (of: keyof Figures) => (middle(seen.command, of) / middle(seen.wrk, of)).toFixed(3);
  table.push({
    'container waits': `${wait} ms`,
    name: `${connections} connections`,
    'wrk, req/s': middle(seen.wrk, 'rate').toFixed(0),
    'catenary load, req/s': middle(seen.command, 'rate').toFixed(0),
    'rate to wrk': ratio('rate'),
    'wrk, p50 ms': middle(seen.wrk, 'p50').toFixed(2),
    'catenary load, p50 ms': middle(seen.command, 'p50').toFixed(2),
    'p50 to wrk': ratio('p50'),
  });
}
await server.stop();
rmSync(data, { recursive: true, force: true });
printTable(`catenary load beside wrk, medians of ${rounds} rounds of ${seconds} s`, table);
