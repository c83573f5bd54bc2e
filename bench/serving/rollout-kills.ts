/**
 * SIGKILL in rollouts: `sh scripts/with-node.sh --conditions=source bench/serving/rollout-kills.ts [kills]` at random moments, every kind in
 * turn; with `steps` in place of a number, before and after each step that is stored, of the kinds and chains that are named behind
 * it (all without names). Over a native chain and a command of four instances. After the next start the endpoint has to come to an end by
 * itself: in service, with one configuration, which alone answers, and with the processes of one fleet. Every third time no server
 * runs for two seconds, so that a wait ends meanwhile.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { until } from '../../packages/server/test/support/start-server.ts';
import { printTable } from '../harness.ts';
import { blueGreen, bodies, createRolloutModels, percent, rolloutServer } from './parts/rollout-server.ts';

const [what = '100', ...only] = process.argv.slice(2);
const instances = 4;
const kinds: Readonly<Record<string, object>> = {
  ALL_AT_ONCE: blueGreen('ALL_AT_ONCE', 1),
  CANARY: blueGreen('CANARY', 1, { CanarySize: percent(10) }),
  LINEAR: blueGreen('LINEAR', 1, { LinearStepSize: percent(40) }),
  rolling: { RollingUpdatePolicy: { MaximumBatchSize: percent(50), WaitIntervalInSeconds: 1 } },
};

type Name = 'native' | 'command';
const names: readonly Name[] = ['native', 'command'];
/** Steps that each kind stores, the end among them: by its definition (`plan/policies`). */
const storedSteps: Readonly<Record<string, number>> = { ALL_AT_ONCE: 4, CANARY: 6, LINEAR: 8, rolling: 7 };
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
/** One kill: of what, and at which stored step (a random moment without one). */
interface Kill {
  readonly name: Name;
  readonly kind: string;
  readonly fault?: string;
}

const isAsked = ({ name, kind }: Kill) => only.length === 0 || (only.includes(name) && only.includes(kind));
const atSteps = (): Kill[] =>
  names.flatMap((name) =>
    Object.entries(storedSteps).flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, at) => at + 1).flatMap((step) =>
        ['before-step', 'after-step'].map((place) => ({ name, kind, fault: `kill@${place}:${step}` })),
      ),
    ),
  );
const atRandom = (count: number): Kill[] =>
  Array.from({ length: count }, (_, at) => ({
    name: at % 8 < 4 ? 'native' : 'command',
    kind: Object.keys(kinds)[at % 4] as string,
  }));
const kills = what === 'steps' ? atSteps().filter(isAsked) : atRandom(Number(what));

for (const [at, { name, kind, fault }] of kills.entries()) {
  const of = counts[name];
  const former = current[name];
  const next = former === 'blue' ? 'green' : 'blue';
  if (fault !== undefined) {
    await server.stop();
    server = await start({ CATENARY_TEST_FAULTS: fault });
  }
  await server.client.operation('UpdateEndpoint', {
    EndpointName: name,
    EndpointConfigName: `${name}-${next}`,
    DeploymentConfig: kinds[kind],
  });
  if (fault === undefined) await delay(Math.random() * 5_000);
  // With a fault it resolves when that has killed it.
  await server.stop(fault === undefined ? 'SIGKILL' : 'SIGCONT');
  if (at % 3 === 2) await delay(2_000);
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
  const isMixed = answers.some((by) => by !== now);
  if (isMixed) of.mixed++;
  const left = await until(async () => (countProcesses() === instances ? 0 : undefined), 40_000).catch(countProcesses);
  if (left !== 0) of['processes left']++;
  // The long form is run in turns: what one of them came to is told at once.
  const rest = `${isMixed ? ', mixed' : ''}${left === 0 ? '' : `, ${left} processes`}`;
  process.stdout.write(`${at + 1} ${name} ${kind} ${fault ?? 'at random'}: ${status} ${now}${rest}\n`);
}
await server.stop();
remove();
printTable(
  what === 'steps' ? 'SIGKILL at each stored step of a rollout' : 'SIGKILL at a random moment of a rollout',
  Object.entries(counts).map(([name, of]) => ({ name, ...of })),
);
