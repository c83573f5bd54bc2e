/**
 * SIGKILL at a random moment of a rollout: `sh scripts/with-node.sh --conditions=source bench/serving/rollout-kills.ts [kills]`. Every kind in
 * turn, over a native chain and a command of four instances. After the next start the endpoint has to come to an end by itself: in
 * service, with one configuration, which alone answers, and with the processes of one fleet.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDiamondsModel, untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { startTestServer, until } from '../../packages/server/test/support/start-server.ts';
import { printTable } from '../harness.ts';
import { row } from './diamonds-bodies.ts';

const kills = Number(process.argv[2] ?? 100);
const instances = 4;
const size = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const blueGreen = (Type: string, sizes: object = {}) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type, WaitIntervalInSeconds: 1, ...sizes },
    TerminationWaitInSeconds: 1,
  },
});
const kinds: Readonly<Record<string, object>> = {
  ALL_AT_ONCE: blueGreen('ALL_AT_ONCE'),
  CANARY: blueGreen('CANARY', { CanarySize: size(10) }),
  LINEAR: blueGreen('LINEAR', { LinearStepSize: size(40) }),
  rolling: { RollingUpdatePolicy: { MaximumBatchSize: size(50), WaitIntervalInSeconds: 1 } },
};

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-bench-'));
const program = resolve(import.meta.dirname, '../../packages/server/test/suites/doubling-container.mjs');
const image = { match: '*/doubler:*', command: [process.execPath, program, folder], readable: [program] };
writeFileSync(join(folder, 'catenary.yaml'), `images: [${JSON.stringify(image)}]\n`);
const start = () =>
  startTestServer({
    args: ['--allow-unsigned', '--config', join(folder, 'catenary.yaml')],
    env: { CATENARY_LOG_LEVEL: 'error' },
    data: join(folder, 'data'),
  });

let server = await start();
const bodies: Readonly<Record<string, string>> = { native: row, command: '21' };
await createDiamondsModel(server.client, 'native', ['sparkml', 'xgboost']);
await server.client.operation('CreateModel', {
  ModelName: 'command',
  PrimaryContainer: { Image: 'registry/doubler:1' },
});
for (const name of Object.keys(bodies)) {
  for (const variant of ['blue', 'green'])
    await server.client.operation('CreateEndpointConfig', {
      EndpointConfigName: `${name}-${variant}`,
      ProductionVariants: [{ VariantName: variant, ModelName: name, InitialInstanceCount: instances }],
    });
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: `${name}-blue` });
  if ((await untilSettled(server.client, name)) !== 'InService') throw new Error(`${name} does not start`);
}

async function ask(name: string): Promise<string> {
  const answer = await fetch(`${server.url}/endpoints/${name}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', accept: 'text/csv' },
    body: bodies[name] ?? '',
  });
  await answer.text();
  return answer.status === 200 ? String(answer.headers.get('x-amzn-invoked-production-variant')) : `${answer.status}`;
}

const countProcesses = () =>
  Number(spawnSync('pgrep', ['-f', '-c', `^[^ ]*/node [^ ]*doubling-container.mjs ${folder}$`]).stdout.toString());

const counts = new Map(
  Object.keys(bodies).map((name) => [
    name,
    { kills: 0, onwards: 0, back: 0, 'wrong status': 0, mixed: 0, 'processes left': 0 },
  ]),
);
const current = new Map(Object.keys(bodies).map((name) => [name, 'blue']));
for (let kill = 0; kill < kills; kill++) {
  const [kind, config] = Object.entries(kinds)[kill % 4] as [string, object];
  const name = kill % 8 < 4 ? 'native' : 'command';
  const of = counts.get(name);
  if (of === undefined) continue;
  const former = current.get(name) ?? '';
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
  current.set(name, now);
  if (now === next) of.onwards++;
  else of.back++;
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(name)));
  if (answers.some((by) => by !== now)) of.mixed++;
  const left = await until(async () => (countProcesses() === instances ? 0 : undefined), 40_000).catch(countProcesses);
  if (left !== 0) of['processes left']++;
  process.stdout.write(`${kill + 1} ${name} ${kind}: ${status} ${now}\n`);
}
await server.stop();
rmSync(folder, { recursive: true, force: true });
printTable(
  'SIGKILL at a random moment of a rollout',
  [...counts].map(([name, of]) => ({ name, ...of })),
);
