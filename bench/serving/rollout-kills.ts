/**
 * SIGKILL at a random moment of a rollout: `sh scripts/with-node.sh --conditions=source bench/serving/rollout-kills.ts [kills]`. Every kind in
 * turn, over a native chain and a command of four instances. After the next start the endpoint has to come to an end by itself: in
 * service, with one configuration, which alone answers, and with the processes of one fleet.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { until } from '../../packages/server/test/support/start-server.ts';
import { printTable } from '../harness.ts';
import { blueGreen, bodies, createRolloutModels, percent, rolloutServer } from './parts/rollout-server.ts';

const kills = Number(process.argv[2] ?? 100);
const instances = 4;
const kinds: Readonly<Record<string, object>> = {
  ALL_AT_ONCE: blueGreen('ALL_AT_ONCE', 1),
  CANARY: blueGreen('CANARY', 1, { CanarySize: percent(10) }),
  LINEAR: blueGreen('LINEAR', 1, { LinearStepSize: percent(40) }),
  rolling: { RollingUpdatePolicy: { MaximumBatchSize: percent(50), WaitIntervalInSeconds: 1 } },
};

type Name = keyof typeof bodies;
const names: readonly Name[] = ['native', 'command'];
const { start, countProcesses, remove } = rolloutServer();

let server = await start();
await createRolloutModels(server.client);
for (const name of names) {
  for (const variant of ['blue', 'green'])
    await server.client.operation('CreateEndpointConfig', {
      EndpointConfigName: `${name}-${variant}`,
      ProductionVariants: [{ VariantName: variant, ModelName: name, InitialInstanceCount: instances }],
    });
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: `${name}-blue` });
  if ((await untilSettled(server.client, name)) !== 'InService') throw new Error(`${name} does not start`);
}

async function ask(name: Name): Promise<string> {
  const answer = await fetch(`${server.url}/endpoints/${name}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', accept: 'text/csv' },
    body: bodies[name],
  });
  await answer.text();
  return answer.status === 200 ? String(answer.headers.get('x-amzn-invoked-production-variant')) : `${answer.status}`;
}

const none = { kills: 0, onwards: 0, back: 0, 'wrong status': 0, mixed: 0, 'processes left': 0 };
const counts = { native: { ...none }, command: { ...none } };
const current = { native: 'blue', command: 'blue' };
for (let kill = 0; kill < kills; kill++) {
  const [kind, config] = Object.entries(kinds)[kill % 4] as [string, object];
  const name = kill % 8 < 4 ? 'native' : 'command';
  const of = counts[name];
  const former = current[name];
  const next = former === 'blue' ? 'green' : 'blue';
  await server.client.operation('UpdateEndpoint', {
    EndpointName: name,
    EndpointConfigName: `${name}-${next}`,
    DeploymentConfig: config,
  });
  await delay(Math.random() * 5_000);
  await server.stop('SIGKILL');
  server = await start();
  of.kills++;
  const status = await untilSettled(server.client, name);
  if (status !== 'InService') of['wrong status']++;
  const { EndpointConfigName } = await server.client.operation('DescribeEndpoint', { EndpointName: name });
  const now = String(EndpointConfigName).slice(name.length + 1);
  current[name] = now;
  if (now === next) of.onwards++;
  else of.back++;
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(name)));
  if (answers.some((by) => by !== now)) of.mixed++;
  const left = await until(async () => (countProcesses() === instances ? 0 : undefined), 40_000).catch(countProcesses);
  if (left !== 0) of['processes left']++;
  process.stdout.write(`${kill + 1} ${name} ${kind}: ${status} ${now}\n`);
}
await server.stop();
remove();
printTable(
  'SIGKILL at a random moment of a rollout',
  Object.entries(counts).map(([name, of]) => ({ name, ...of })),
);
