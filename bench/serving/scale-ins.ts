/**
 * Instances that are taken away under load: `sh scripts/with-node.sh --conditions=source bench/serving/scale-ins.ts [scale-ins] [requests/s]`. A
 * command goes from eight instances to one and back again and again, seven scale-ins each time, while requests come by an open load; every
 * tenth time to none, so that a request wakes it. Counts requests that failed, and processes that are left. Those that were refused since the one
 * instance that is left takes too long for all of them (503, which SDKs send again) are counted by themselves: drained or not, it is too few.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { printTable } from '../harness.ts';
import { bodies, createRolloutModels, rolloutServer } from './parts/rollout-server.ts';

const wanted = Number(process.argv[2] ?? 1000);
const perSecond = Number(process.argv[3] ?? 100);
const most = 8;
const endpoint = 'command';
const { start, countProcesses, remove } = rolloutServer();
const server = await start();
await createRolloutModels(server.client);
await server.client.operation('CreateEndpointConfig', {
  EndpointConfigName: endpoint,
  ProductionVariants: [{ VariantName: 'v', ModelName: 'command', InitialInstanceCount: most }],
});
await server.client.operation('CreateEndpoint', { EndpointName: endpoint, EndpointConfigName: endpoint });
if ((await untilSettled(server.client, endpoint)) !== 'InService') throw new Error('it does not start');
const target = {
  ServiceNamespace: 'sagemaker',
  ResourceId: `endpoint/${endpoint}/variant/v`,
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  MinCapacity: 0,
  MaxCapacity: most,
};
await server.client.operation('RegisterScalableTarget', target, 'application-autoscaling');

const counts = { requests: 0, refused: 0, failed: 0 };
const failures = new Map<string, number>();
const underWay = new Set<Promise<void>>();
async function ask(): Promise<void> {
  counts.requests++;
  const answer = await fetch(`${server.url}/endpoints/${endpoint}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: bodies.command,
  }).catch((error: unknown) => String(error));
  const text = typeof answer === 'string' ? answer : await answer.text();
  if (typeof answer !== 'string' && answer.status === 200 && text === String(2 * Number(bodies.command))) return;
  const isRefused = typeof answer !== 'string' && answer.status === 503 && text.includes('requests wait already');
  counts[isRefused ? 'refused' : 'failed']++;
  if (isRefused) return;
  failures.set(text.slice(0, 600), (failures.get(text.slice(0, 600)) ?? 0) + 1);
}

async function setCount(count: number): Promise<void> {
  const input = {
    EndpointName: endpoint,
    DesiredWeightsAndCapacities: [{ VariantName: 'v', DesiredInstanceCount: count }],
  };
  // A request may be waking it.
  for (;;) {
    const isBegun = await server.client.operation('UpdateEndpointWeightsAndCapacities', input).then(
      () => true,
      (error: Error) => {
        if (error.message.includes('in-progress')) return false;
        throw error;
      },
    );
    await untilSettled(server.client, endpoint);
    if (isBegun) return;
  }
}

const since = performance.now();
let begun = 0;
const load = setInterval(() => {
  while (begun < ((performance.now() - since) / 1000) * perSecond) {
    begun++;
    const request = ask().finally(() => underWay.delete(request));
    underWay.add(request);
  }
}, 5);

let scaleIns = 0;
let sleeps = 0;
// Long forms are run in turns: what was done so far is told when the time of one is over.
let isOver = false;
process.once('SIGTERM', () => {
  isOver = true;
});
try {
  for (let cycle = 1; scaleIns < wanted && !isOver; cycle++) {
    const isSleep = cycle % 10 === 0;
    await setCount(isSleep ? 0 : 1);
    scaleIns += isSleep ? most : most - 1;
    if (isSleep) sleeps++;
    await delay(20);
    await setCount(most);
  }
} catch (error) {
  process.stdout.write(`${String(error)} after ${scaleIns} scale-ins\n${server.log().slice(-2000)}\n`);
}
clearInterval(load);
await Promise.all(underWay);
await server.client.operation('DeleteEndpoint', { EndpointName: endpoint });
for (let tries = 0; tries < 400 && countProcesses() > 0; tries++) await delay(100);
const left = countProcesses();
await server.stop();
remove();
printTable(`Scale-ins under ${perSecond} requests/s`, [
  { name: endpoint, 'scale-ins': scaleIns, 'to none': sleeps, ...counts, 'processes left': left },
]);
for (const [text, count] of failures) process.stdout.write(`${count} times: ${text}\n`);
