/**
 * Rollouts to what is faulty: `sh scripts/with-node.sh --conditions=source bench/serving/rollout-faults.ts [rounds] [requests/s] [faults]`. Each
 * fault has an endpoint of its own, and all take their rounds side by side, each under an open load: a canary of 20 % that is watched for two minutes
 * unless an alarm is raised. Afterwards the former configuration has to be in service with the reason, and nothing left of the other one. Counts
 * what failed, and how many requests came while the new configuration had its share: at most the share of these may fail.
 */
import { type Dirent, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { diamondsContainer, untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { quietAlarm } from '../../packages/server/test/support/quiet-alarm.ts';
import { until } from '../../packages/server/test/support/start-server.ts';
import { printTable } from '../harness.ts';
import { bodies, createRolloutModels, percent, rolloutServer } from './parts/rollout-server.ts';

const rounds = Number(process.argv[2] ?? 3);
const perSecond = Number(process.argv[3] ?? 25);
const asked = process.argv.slice(4);
const share = 20;

interface Fault {
  readonly chain: 'native' | 'command';
  /** What the FailureReason says. */
  readonly reason: RegExp;
  /** Members of the container that has it, if not a fault of the command. */
  readonly container?: object;
  /** Its alarm is raised by hand, once the former configuration waits for its end. */
  readonly isRaisedLate?: true;
  /** Times as many requests. */
  readonly load?: number;
  /** What waits long for its end takes part in fewer rounds. */
  readonly each?: number;
}

const errors = /catenary:errors: more requests failed/;
const all: Readonly<Record<string, Fault>> = {
  'R2 ends at its start': { chain: 'command', reason: /ended with exit code 3 before it answered/ },
  'R2 is never healthy': { chain: 'command', reason: /did not answer 200 within 60 seconds/, each: 20 },
  'R2 wrong archive': {
    chain: 'native',
    reason: /did not pass the ping health check/,
    container: { ...diamondsContainer('xgboost'), ModelDataUrl: 's3://diamonds/sparkml.tar.gz' },
  },
  'R3 refuses': { chain: 'command', reason: errors },
  'R3 native refuses': { chain: 'native', reason: errors, container: diamondsContainer('xgboost') },
  'R3 is slow': { chain: 'command', reason: /catenary:latency: more answers/, load: 8 },
  'R4 ends in requests': { chain: 'command', reason: errors },
  'R4 native alarm in the last wait': {
    chain: 'native',
    reason: /in state ALARM/,
    container: diamondsContainer('sparkml'),
    isRaisedLate: true,
  },
  'R4 alarm in the last wait': { chain: 'command', reason: /in state ALARM/, isRaisedLate: true },
};
const faults = Object.entries(all).filter(([name]) => asked.length === 0 || asked.some((word) => name.includes(word)));

const { start, countProcesses, remove } = rolloutServer({
  container: 'bench/serving/parts/faulty-container.mjs',
});
const server = await start();
const { client } = server;
await createRolloutModels(client);
let isOver = false;
process.once('SIGTERM', () => {
  isOver = true;
});

interface Answer {
  readonly at: number;
  /** The variant that answered; undefined if the request failed. */
  readonly by: string | undefined;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** Requests of an open load until its end; resolves with all of them. */
function beginLoad(endpoint: string, body: string, rate: number) {
  const answers: Answer[] = [];
  const since = performance.now();
  let begun = 0;
  const ask = () => {
    const at = performance.now();
    begun++;
    const end = (by: string | undefined) => answers.push({ at, by });
    const headers = { 'content-type': 'text/csv', accept: 'text/csv', 'content-length': body.length };
    const call = request(`${server.url}/endpoints/${endpoint}/invocations`, { method: 'POST', agent, headers });
    call.on('response', (response) => {
      const variant = String(response.headers['x-amzn-invoked-production-variant']);
      response.resume().on('end', () => end(response.statusCode === 200 ? variant : undefined));
    });
    call.on('error', () => end(undefined));
    call.end(body);
  };
  const timer = setInterval(() => {
    while (begun < ((performance.now() - since) / 1000) * rate) ask();
  }, 10);
  return async () => {
    clearInterval(timer);
    while (answers.length < begun) await delay(10);
    return answers;
  };
}

const configOf = ({ isRaisedLate }: Fault, alarm: string) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      CanarySize: percent(share),
      WaitIntervalInSeconds: isRaisedLate === true ? 1 : 120,
    },
    TerminationWaitInSeconds: 120,
  },
  AutoRollbackConfiguration: {
    Alarms:
      isRaisedLate === true
        ? [{ AlarmName: alarm }]
        : [{ AlarmName: 'catenary:errors' }, { AlarmName: 'catenary:latency' }],
  },
});

const setAlarm = (AlarmName: string, StateValue: string) =>
  client.operation('SetAlarmState', { AlarmName, StateValue, StateReason: 'bench' }, 'monitoring');

async function raiseLate(endpoint: string): Promise<void> {
  await until(async () => {
    const found = await client.operation('DescribeEndpoint', { EndpointName: endpoint });
    return JSON.stringify(found).includes('"Deleting"') ? true : undefined;
  });
  await setAlarm(endpoint, 'ALARM');
}

async function prepare(name: string, fault: Fault): Promise<string> {
  const endpoint = name.toLowerCase().replaceAll(' ', '-');
  const Environment = { FAULT: name.slice('R2 '.length) };
  const container = fault.container ?? { Image: 'registry/doubler:1', Environment };
  await client.operation('CreateModel', { ModelName: endpoint, Containers: [container] });
  const models = { blue: fault.chain, red: endpoint };
  for (const [variant, ModelName] of Object.entries(models))
    await client.operation('CreateEndpointConfig', {
      EndpointConfigName: `${endpoint}-${variant}`,
      ProductionVariants: [
        {
          VariantName: variant,
          ModelName,
          ContainerStartupHealthCheckTimeoutInSeconds: 60,
          InstanceType: 'ml.m5.large',
        },
      ],
    });
  await client.operation('PutMetricAlarm', { AlarmName: endpoint, ...quietAlarm }, 'monitoring');
  await client.operation('CreateEndpoint', { EndpointName: endpoint, EndpointConfigName: `${endpoint}-blue` });
  if ((await untilSettled(client, endpoint)) !== 'InService') throw new Error(`${endpoint} does not start`);
  return endpoint;
}

interface Counts {
  rollouts: number;
  requests: number;
  failed: number;
  /** Requests that came while the new configuration had its share. */
  shared: number;
  wrong: number;
}

async function roll(endpoint: string, fault: Fault, counts: Counts): Promise<void> {
  const end = beginLoad(endpoint, bodies[fault.chain], perSecond * (fault.load ?? 1));
  await delay(200);
  const DeploymentConfig = configOf(fault, endpoint);
  await client.operation('UpdateEndpoint', {
    EndpointName: endpoint,
    EndpointConfigName: `${endpoint}-red`,
    DeploymentConfig,
  });
  if (fault.isRaisedLate === true) await raiseLate(endpoint);
  const status = await untilSettled(client, endpoint);
  const settledAt = performance.now();
  if (fault.isRaisedLate === true) await setAlarm(endpoint, 'OK');
  await delay(200);
  const answers = (await end()).sort((one, other) => one.at - other.at);
  const isNew = ({ by }: Answer) => by !== 'blue';
  const shared = answers.slice(answers.findIndex(isNew), answers.findLastIndex(isNew) + 1);
  const { EndpointConfigName: now, FailureReason: reason } = await client.operation('DescribeEndpoint', {
    EndpointName: endpoint,
  });
  const isRight = status === 'InService' && now === `${endpoint}-blue` && fault.reason.test(String(reason));
  const isStale = answers.some((answer) => answer.at > settledAt && isNew(answer));
  if (!isRight || isStale) {
    counts.wrong++;
    process.stdout.write(
      `${endpoint}: ${status} ${String(now)} ${String(reason)}${isStale ? ', answers by both' : ''}\n`,
    );
  }
  counts.rollouts++;
  counts.requests += answers.length;
  counts.failed += answers.filter(({ by }) => by === undefined).length;
  counts.shared += answers.some(isNew) ? shared.length : 0;
}

/** Files of the data folder, but for stored objects and databases. */
function countFiles(folder = server.data): number {
  const isOwn = ({ name }: Dirent) => name !== 'objects' && !/\.(?:db|log)|-(?:wal|shm)$/.test(name);
  const found = readdirSync(folder, { withFileTypes: true }).filter(isOwn);
  return found.reduce((sum, each) => sum + (each.isDirectory() ? countFiles(join(folder, each.name)) : 1), 0);
}

const endpoints = await Promise.all(faults.map(([name, fault]) => prepare(name, fault)));
const [files, processes] = [countFiles(), countProcesses()];
const counted = await Promise.all(
  faults.map(async ([name, fault], at) => {
    const counts: Counts = { rollouts: 0, requests: 0, failed: 0, shared: 0, wrong: 0 };
    for (let round = 0; round < rounds / (fault.each ?? 1) && !isOver; round++)
      await roll(endpoints[at] as string, fault, counts);
    return [name, counts] as const;
  }),
).catch(async (error: unknown) => {
  await server.stop();
  throw error;
});
agent.destroy();
await until(async () => (countProcesses() === processes && countFiles() === files ? true : undefined), 60_000).catch(
  () => undefined,
);
const left = { files: countFiles() - files, processes: countProcesses() - processes };
await server.stop();
remove();
printTable(
  `Rollouts to what is faulty, a canary of ${share} % under ${perSecond} requests/s (${perSecond * 8} for "is slow")`,
  counted.map(([name, { rollouts, requests, failed, shared, wrong }]) => ({
    name,
    rollouts,
    'wrong end': wrong,
    requests,
    'with a share': shared,
    failed,
    'of those with a share': shared === 0 ? '' : `${((100 * failed) / shared).toFixed(1)} %`,
  })),
);
process.stdout.write(
  `left of all: ${left.processes} processes, ${left.files} files; processes of the server then: ${countProcesses()}\n`,
);
