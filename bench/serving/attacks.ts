/**
 * Inputs that stop, enter or starve servers, one after the other against one server: how late its event loop was, what memory it
 * took, and what it left. `sh scripts/with-node.sh bench/serving/attacks.ts [part of a name]`; Linux.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diamondsContainer, uploadDiamonds } from '../../packages/server/test/support/diamonds.ts';
import { residentMB } from '../../packages/server/test/support/process-use.ts';
import { printTable, type Row } from '../harness.ts';
import { againstContainers } from './attacks/containers.ts';
import { withKey } from './attacks/with-key.ts';
import { withoutKey } from './attacks/without-key.ts';
import { startMeasured } from './event-loop/measured-server.ts';
import { deploy, put } from './parts/endpoints.ts';

const only = process.argv[2] ?? '';
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-attacks-'));
// What the server leaves among its temporary files is seen.
process.env.TMPDIR = join(folder, 'tmp');
mkdirSync(process.env.TMPDIR);
process.env.NODE_COMPILE_CACHE = join(folder, 'compile-cache');

const config = join(folder, 'catenary.yaml');
const command = JSON.stringify(['python3', join(root, 'bench/serving/busy-container.py')]);
writeFileSync(config, `images: [{ match: "*/busy:*", command: ${command} }]\n`);

const server = await startMeasured({ data: join(folder, 'data'), args: ['--config', config] });
const rows: Row[] = [];
try {
  await prepare();
  const before = residentMB(server.pid);
  await server.delays();
  for (const attack of [...withoutKey, ...withKey, ...againstContainers].filter(({ name }) => name.includes(only))) {
    rows.push(await measure(attack.name, () => attack.run(server)));
    process.stderr.write(`${attack.name}\n`);
  }
  // Long enough for what is idle to give its memory back.
  const row = await measure('5 s of nothing', () => sleep(5000));
  const { p999InAll, maxInAll } = await server.delays();
  for (const name of ['sparkml', 'xgboost', 'command'])
    await server.client.operation('DeleteEndpoint', { EndpointName: name });
  await sleep(2000);
  printTable('Each attack: delay of the event loop, ms, and resident memory, MiB', [...rows, row]);
  printTable('All together', [
    {
      name: 'the server',
      'delay p99.9 ms': p999InAll.toFixed(1),
      'delay max ms': maxInAll.toFixed(1),
      'MiB before': before.toFixed(0),
      'MiB at most': Math.max(...rows.map((each) => Number(each['MiB at most']))),
      'MiB at the end': residentMB(server.pid).toFixed(0),
      children: childrenOf(server.pid),
      'temporary files': readdirSync(process.env.TMPDIR).join(' ') || 'none',
      'folders of containers': list('data/containers'),
      sockets: list('data/sockets'),
    },
  ]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}

/** Runs something; says how late the server's event loop was meanwhile, and what memory the server took. */
async function measure(name: string, run: () => Promise<unknown>): Promise<Row> {
  // Makes the kernel count the peak of resident memory from now on: proc(5).
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  const since = performance.now();
  await run();
  const seconds = (performance.now() - since) / 1000;
  const delay = await server.delays();
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'latin1'))?.[1]) / 1024;
  return {
    name,
    s: seconds.toFixed(1),
    'p99.9': delay.p999.toFixed(1),
    max: delay.max.toFixed(1),
    'longest CPU': delay.longest.toFixed(1),
    'MiB at most': peak.toFixed(0),
    'MiB after': residentMB(server.pid).toFixed(0),
  };
}

async function prepare(): Promise<void> {
  const { client } = server;
  await put(client, '/attacked', '');
  await uploadDiamonds(client, ['sparkml', 'xgboost']);
  await deploy(client, 'sparkml', [diamondsContainer('sparkml')]);
  await deploy(client, 'xgboost', [diamondsContainer('xgboost')]);
  await deploy(client, 'command', [{ Image: 'x/busy:1' }]);
}

function list(path: string): string {
  try {
    return readdirSync(join(folder, path)).join(' ') || 'none';
  } catch {
    return 'none';
  }
}

function childrenOf(pid: number): number {
  const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
  return ids === '' ? 0 : ids.split(' ').length;
}
