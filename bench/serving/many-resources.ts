/**
 * Many resources in one server: `sh scripts/with-node.sh --conditions=source bench/serving/many-resources.ts [models] [endpoints]`. How long CreateModel and
 * a page of ListModels take, and the memory of endpoints that nobody asks.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../packages/server/test/support/start-server.ts';
import { inLanes, median, printTable } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { deploy, put } from './parts/endpoints.ts';

const [models = 10_000, endpoints = 500] = process.argv.slice(2).map(Number);
const data = mkdtempSync(join(tmpdir(), 'catenary-many-'));
const server = await startCatenary(data);
const { client } = server;
await client.send({ method: 'PUT', path: '/bucket', service: 's3' });
await put(client, '/bucket/model.tar.gz', readFileSync(join(root, 'examples/diamonds/xgboost/model.tar.gz')));
const container = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bucket/model.tar.gz' };

async function time(run: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await run();
  return performance.now() - since;
}

/** CPU of the server for each of so many requests, milliseconds. */
async function cpuOf(count: () => number, run: () => Promise<void>): Promise<string> {
  const since = await server.cpuSeconds();
  await run();
  return ((((await server.cpuSeconds()) - since) * 1000) / count()).toFixed(2);
}

const creating: number[] = [];
const cpuOfCreating = await cpuOf(
  () => models,
  async () => {
    for (let at = 0; at < models; at++)
      creating.push(
        await time(() => client.operation('CreateModel', { ModelName: `model-${at}`, PrimaryContainer: container })),
      );
  },
);
const listing: number[] = [];
let token: unknown;
const cpuOfListing = await cpuOf(
  () => listing.length,
  async () => {
    do {
      listing.push(
        await time(async () => {
          const page = await client.operation('ListModels', {
            MaxResults: 100,
            ...(token === undefined ? {} : { NextToken: token }),
          });
          token = page['NextToken'];
        }),
      );
    } while (token !== undefined);
  },
);

const before = await server.residentBytes();
await inLanes(endpoints, 4, (at) => deploy(client, `endpoint-${at}`, [container]));
const after = await server.residentBytes();
await server.stop();

const again = await startCatenary(data);
while ((await fetch(`${again.url}/_catenary/health/ready`)).status !== 200)
  await new Promise((done) => setTimeout(done, 50));
const restarted = await again.residentBytes();
await again.stop();
rmSync(data, { recursive: true, force: true });
const most = (times: readonly number[]) => Math.max(...times).toFixed(1);
const mega = (bytes: number) => Math.round(bytes / 2 ** 20);
printTable('one after the other, milliseconds', [
  {
    name: `CreateModel, ${models} of them`,
    median: median(creating).toFixed(1),
    most: most(creating),
    'CPU each': cpuOfCreating,
  },
  {
    name: `ListModels, ${listing.length} pages of 100`,
    median: median(listing).toFixed(1),
    most: most(listing),
    'CPU each': cpuOfListing,
  },
]);
printTable(`memory of ${endpoints} endpoints that nobody asks, MiB`, [
  { name: 'before', resident: mega(before) },
  { name: 'with them', resident: mega(after) },
  { name: 'after a restart', resident: mega(restarted) },
]);
