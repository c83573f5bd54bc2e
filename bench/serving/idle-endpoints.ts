/**
 * Endpoints that nobody asks, in one server: `sh scripts/with-node.sh --conditions=source bench/serving/idle-endpoints.ts [endpoints] [others]`. The memory of
 * endpoints whose models are one archive, and what each of some others takes whose archives differ (by a file that is not read). With `SNAPSHOTS=1` the server
 * writes a snapshot of its heap into the checkout before and after the others, which tells the objects of one.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { makeTar } from '../../packages/server/test/platform/artifact/make-tar.ts';
import { root } from '../../packages/server/test/support/start-server.ts';
import { inLanes, printTable, type Row } from '../harness.ts';
import { type CatenaryServer, startCatenary } from './parts/child-server.ts';
import { deploy, put } from './parts/endpoints.ts';

const [endpoints = 500, others = 100] = process.argv.slice(2).map(Number);
/** Deploying leaves garbage, which goes within this. */
const restMs = 30_000;
const withSnapshots = process.env['SNAPSHOTS'] === '1';
const data = mkdtempSync(join(tmpdir(), 'catenary-idle-'));
const node = withSnapshots ? ['--heapsnapshot-signal=SIGUSR2'] : [];
const archive = readFileSync(join(root, 'examples/diamonds/xgboost/model.tar.gz'));
const containerOf = (key: string) => ({ Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: `s3://bucket/${key}` });

const model = execFileSync('tar', ['xOzf', join(root, 'examples/diamonds/xgboost/model.tar.gz'), 'xgboost-model']);
const otherArchive = (at: number) =>
  gzipSync(
    makeTar([
      { name: 'xgboost-model', content: model },
      { name: 'code/note.txt', content: String(at) },
    ]),
    { level: 1 },
  );

const rows: Row[] = [];
async function note(server: CatenaryServer, name: string): Promise<number> {
  await delay(restMs);
  const bytes = await server.residentBytes();
  rows.push({ name, 'resident MiB': Math.round(bytes / 2 ** 20) });
  if (withSnapshots) {
    process.kill(server.pid, 'SIGUSR2');
    await delay(restMs);
  }
  return bytes;
}

const server = await startCatenary(data, { node });
const { client } = server;
await client.send({ method: 'PUT', path: '/bucket', service: 's3' });
await put(client, '/bucket/model.tar.gz', archive);
await deploy(client, 'first', [containerOf('model.tar.gz')]);
await note(server, 'one endpoint');
await inLanes(endpoints - 1, 4, (at) => deploy(client, `same-${at}`, [containerOf('model.tar.gz')]));
const before = await note(server, `${endpoints} of one archive`);
for (let at = 0; at < others; at++) await put(client, `/bucket/${at}.tar.gz`, otherArchive(at));
await inLanes(others, 4, (at) => deploy(client, `other-${at}`, [containerOf(`${at}.tar.gz`)]));
const after = await note(server, `and ${others} of other archives`);
await server.stop();

const again = await startCatenary(data, { node });
while ((await fetch(`${again.url}/_catenary/health/ready`)).status !== 200) await delay(50);
await note(again, 'all, after a restart');
await again.stop();
rmSync(data, { recursive: true, force: true });
printTable('endpoints of examples/diamonds/xgboost that nobody asks', rows);
process.stdout.write(`each of another archive: ${((after - before) / others / 1024).toFixed(0)} KiB\n`);
