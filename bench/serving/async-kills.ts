/**
 * SIGKILL under asynchronous requests: `sh scripts/with-node.sh --conditions=source bench/serving/async-kills.ts [requests] [kills]`. The server is killed
 * at random moments while requests come and are worked on. In the end each acknowledged request has one result, which is its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { credentials } from '../../packages/server/test/support/start-server.ts';
import { inLanes, printTable } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { failureOf, put, putFunction } from './parts/endpoints.ts';

const [requests = 10_000, kills = 100] = process.argv.slice(2).map(Number);
const lanes = 16;
const data = mkdtempSync(join(tmpdir(), 'catenary-async-kills-'));
let server = await startCatenary(data);
await server.client.send({ method: 'PUT', path: '/bucket', service: 's3' });
const module = {
  name: 'handler.mjs',
  content: Buffer.from('export const input = "json";\nexport const invoke = (value) => value;\n'),
};
const container = await putFunction(server.client, '/bucket/echo.tar.gz', module);
await server.client.operation('CreateModel', { ModelName: 'echo', Containers: [container] });
await server.client.operation('CreateEndpointConfig', {
  EndpointConfigName: 'echo',
  ProductionVariants: [{ VariantName: 'v', ModelName: 'echo' }],
  AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/out/', S3FailurePath: 's3://bucket/failed/' } },
});
await server.client.operation('CreateEndpoint', { EndpointName: 'echo', EndpointConfigName: 'echo' });
const failure = await failureOf(server.client, 'echo');
if (failure !== undefined) throw new Error(failure);

const connect = () =>
  new SageMakerRuntimeClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
let runtime = connect();

/** The place of the result of each acknowledged request, by its number. */
const places = new Map<number, string>();
async function send(at: number): Promise<void> {
  for (;;) {
    try {
      await put(server.client, `/bucket/in/${at}`, JSON.stringify([at]));
      const { OutputLocation: location = '' } = await runtime.send(
        new InvokeEndpointAsyncCommand({
          EndpointName: 'echo',
          InputLocation: `s3://bucket/in/${at}`,
          ContentType: 'application/json',
        }),
      );
      places.set(at, location.replace('s3://bucket/', ''));
      return;
    } catch (error) {
      // A request whose answer was lost may be done twice: it is two requests.
      const { status, $metadata: answer } = error as {
        readonly status?: number;
        readonly $metadata?: { httpStatusCode?: number };
      };
      if ((status ?? answer?.httpStatusCode ?? 500) < 500) throw error;
      await delay(20);
    }
  }
}

const sending = inLanes(requests, lanes, send);
let isSent = false;
void sending.then(() => (isSent = true));
for (let kill = 0; kill < kills; kill++) {
  const due = Math.min(places.size + requests / kills, requests);
  while (places.size < due && !isSent) await delay(5);
  await delay(Math.random() * 50);
  await server.stop('SIGKILL');
  server = await startCatenary(data);
  if (kill % 10 === 9) process.stdout.write(`${kill + 1} kills, ${places.size} acknowledged\n`);
  runtime.destroy();
  runtime = connect();
}
await sending;

async function list(prefix: string): Promise<ReadonlySet<string>> {
  const client = new S3Client({ endpoint: server.url, region: 'us-east-1', credentials, forcePathStyle: true });
  const keys = new Set<string>();
  for await (const { Contents: found = [] } of paginateListObjectsV2({ client }, { Bucket: 'bucket', Prefix: prefix }))
    for (const { Key: key = '' } of found) keys.add(key);
  client.destroy();
  return keys;
}

const results = () => list('out/');
/** Results that do not come in so long are lost, milliseconds. */
const patienceMs = 180_000;
let there = await results();
for (let since = performance.now(); performance.now() - since < patienceMs; ) {
  if ([...places.values()].every((place) => there.has(place))) break;
  await delay(2_000);
  const found = await results();
  if (found.size > there.size) since = performance.now();
  there = found;
}
const failed = (await list('failed/')).size;
let wrong = 0;
await inLanes(places.size, lanes, async (at) => {
  const place = places.get(at) as string;
  if (!there.has(place)) return;
  const { body } = await server.client.send({ method: 'GET', path: `/bucket/${place}`, service: 's3' });
  if (body.toString() !== JSON.stringify([at])) wrong++;
});
runtime.destroy();
await server.stop();
rmSync(data, { recursive: true, force: true });
const lost = [...places.values()].filter((place) => !there.has(place)).length;
const one = new Set(places.values()).size;
printTable('SIGKILL under asynchronous requests', [
  {
    name: `${kills} kills`,
    acknowledged: places.size,
    'places of results': one,
    lost,
    'another request’s': wrong,
    failed,
    'results of unanswered requests': there.size - one + lost,
  },
]);
process.exitCode = lost + wrong + failed + (places.size - one) > 0 ? 1 : 0;
