/**
 * What callers see of rollouts: `sh scripts/with-node.sh --conditions=source bench/serving/rollouts.ts [rounds] [seconds] [requests/s] [chains]`.
 * Each kind so often for so long, under an open load of 1,000 requests/s (or as many) to a native chain and a tenth of it to a command of four
 * instances (chains: `native`, `command`, both without a word; `python`, a script of scikit-learn behind the native chain, and `oci`, an image of
 * that command on podman, if they are named, at a tenth of it too); then updates that fail. Counts requests that failed, and answers of a version that was not in rotation; p99 beside that of
 * the same load without an update.
 */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { diamondsContainer, untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { quietAlarm } from '../../packages/server/test/support/quiet-alarm.ts';
import { type TestServer, until } from '../../packages/server/test/support/start-server.ts';
import { hasPodman, TestEngine } from '../../packages/server/test/support/test-engine.ts';
import { printTable, type Row } from '../harness.ts';
import {
  blueGreen,
  bodies,
  createPythonModel,
  createRolloutModels,
  percent,
  rolloutServer,
} from './parts/rollout-server.ts';

const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 10);
const perSecond = Number(process.argv[4] ?? 1000);
const named = process.argv.slice(5);
const asked = named.length > 0 ? named : ['native', 'command'];

interface Answer {
  /** By the clock of the machine, milliseconds since 1970: begun, and ended. */
  readonly from: number;
  readonly to: number;
  /** The variant that answered, or `failed <status>`. */
  readonly by: string;
}

interface Load {
  readonly url: string;
  readonly body: string;
  readonly perSecond: number;
}

function offerFromThread({ url, body, perSecond }: Load): void {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const answers: Answer[] = [];
  let asked = 0;
  let answered = 0;
  const since = performance.now();
  const ask = () => {
    const from = Date.now();
    asked++;
    const end = (by: string) => {
      answered++;
      answers.push({ from, to: Date.now(), by });
    };
    const headers = { 'content-type': 'text/csv', accept: 'text/csv', 'content-length': body.length };
    const call = request(url, { method: 'POST', agent, headers });
    call.on('response', (response) => {
      const variant = String(response.headers['x-amzn-invoked-production-variant']);
      response.resume().on('end', () => end(response.statusCode === 200 ? variant : `failed ${response.statusCode}`));
    });
    call.on('error', (error) => end(`failed ${error.message}`));
    call.end(body);
  };
  const timer = setInterval(() => {
    while (asked < ((performance.now() - since) / 1000) * perSecond) ask();
  }, 2);
  parentPort?.once('message', () => {
    clearInterval(timer);
    const wait = setInterval(() => {
      if (answered < asked) return;
      clearInterval(wait);
      agent.destroy();
      parentPort?.postMessage(answers);
    }, 10);
  });
}

/** Requests from a thread of their own, while `work` is done. */
async function underLoad(load: Load, work: () => Promise<void>): Promise<Answer[]> {
  const thread = new Worker(import.meta.filename, { workerData: load });
  const answers = new Promise<Answer[]>((done, fail) => thread.once('message', done).once('error', fail));
  await work();
  thread.postMessage('end');
  return answers;
}

/** Seconds of one of so many waits of a rollout. */
const waitOf = (waits: number) => Math.max(1, Math.round(seconds / waits));
const kinds: Readonly<Record<string, object | undefined>> = {
  'no DeploymentConfig': undefined,
  ALL_AT_ONCE: blueGreen('ALL_AT_ONCE', waitOf(1)),
  CANARY: blueGreen('CANARY', waitOf(2), { CanarySize: percent(10) }),
  LINEAR: blueGreen('LINEAR', waitOf(4), { LinearStepSize: percent(25) }),
  rolling: { RollingUpdatePolicy: { MaximumBatchSize: percent(25), WaitIntervalInSeconds: waitOf(4) } },
};

interface Chain {
  readonly name: string;
  readonly server: TestServer;
  readonly body: string;
  readonly perSecond: number;
  readonly instances: number;
}

async function configure({ name, server, instances }: Chain, variant: string, model = name): Promise<void> {
  await server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: `${name}-${variant}`,
    ProductionVariants: [{ VariantName: variant, ModelName: model, InitialInstanceCount: instances }],
  });
}

interface Counts {
  requests: number;
  failed: number;
  stale: number;
  p99: number[];
}

const failures = (answers: readonly Answer[]) => answers.filter(({ by }) => by.startsWith('failed'));

function p99Of(answers: readonly Answer[]): number {
  const times = answers.map(({ from, to }) => to - from).sort((one, other) => one - other);
  return times[Math.floor(times.length * 0.99)] ?? 0;
}

const loadOf = ({ server, name, body, perSecond }: Chain): Load => ({
  url: `${server.url}/endpoints/${name}/invocations`,
  body,
  perSecond,
});

/** One update from one variant to the other, and what was answered before, during and after it. */
async function rollOut(chain: Chain, config: object | undefined, [former, next]: readonly [string, string]) {
  const { server, name } = chain;
  let begun = 0;
  let ended = 0;
  const answers = await underLoad(loadOf(chain), async () => {
    await delay(500);
    begun = Date.now();
    await server.client.operation('UpdateEndpoint', {
      EndpointName: name,
      EndpointConfigName: `${name}-${next}`,
      ...(config !== undefined && { DeploymentConfig: config }),
    });
    await untilSettled(server.client, name);
    ended = Date.now();
    await delay(500);
  });
  const stale = answers.filter(
    ({ from, to, by }) => (to < begun && by === next) || (from > ended && by === former),
  ).length;
  return { answers, stale };
}

async function measureKind(chain: Chain, kind: string, turn: { at: number }): Promise<Counts> {
  const counts: Counts = { requests: 0, failed: 0, stale: 0, p99: [] };
  for (let round = 0; round < rounds; round++) {
    const pair = turn.at++ % 2 === 0 ? (['blue', 'green'] as const) : (['green', 'blue'] as const);
    const { answers, stale } = await rollOut(chain, kinds[kind], pair);
    counts.requests += answers.length;
    counts.failed += failures(answers).length;
    counts.stale += stale;
    counts.p99.push(p99Of(answers));
  }
  return counts;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

async function measureChain(chain: Chain): Promise<Row[]> {
  const { server, name } = chain;
  for (const variant of ['blue', 'green']) await configure(chain, variant);
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: `${name}-blue` });
  if ((await untilSettled(server.client, name)) !== 'InService') throw new Error(`${name} does not start`);
  const quiet = await underLoad(loadOf(chain), () => delay(seconds * 1000));
  const rows: Row[] = [
    { name: `${name}: no update`, requests: quiet.length, failed: failures(quiet).length, 'p99 ms': p99Of(quiet) },
  ];
  const turn = { at: 0 };
  for (const kind of Object.keys(kinds)) {
    const { requests, failed, stale, p99 } = await measureKind(chain, kind, turn);
    rows.push({
      name: `${name}: ${kind}`,
      rollouts: rounds,
      requests,
      failed,
      'not in rotation': stale,
      'p99 ms': mean(p99).toFixed(1),
    });
  }
  rows.push(await measureFaults(chain, turn));
  return rows;
}

/** Updates to what does not start, or whose alarm is raised: everything ends as it was. */
async function measureFaults(chain: Chain, turn: { at: number }): Promise<Row> {
  const { server, name } = chain;
  await server.client.operation('CreateModel', {
    ModelName: `${name}-broken`,
    Containers: [{ ...diamondsContainer('xgboost'), ModelDataUrl: 's3://diamonds/sparkml.tar.gz' }],
  });
  await configure(chain, 'red', `${name}-broken`);
  const former = turn.at % 2 === 0 ? 'blue' : 'green';
  const other = former === 'blue' ? 'green' : 'blue';
  const alarm = (AlarmName: string, operation: string, input: object) =>
    server.client.operation(operation, { AlarmName, ...input }, 'monitoring');
  await alarm(name, 'PutMetricAlarm', quietAlarm);
  const counts = { requests: 0, failed: 0, wrong: 0 };
  const watched = { ...kinds.CANARY, AutoRollbackConfiguration: { Alarms: [{ AlarmName: name }] } };
  const updateTo = (variant: string) =>
    server.client.operation('UpdateEndpoint', {
      EndpointName: name,
      EndpointConfigName: `${name}-${variant}`,
      DeploymentConfig: watched,
    });
  for (let round = 0; round < rounds; round++) {
    const answers = await underLoad(loadOf(chain), async () => {
      await updateTo('red');
      await untilSettled(server.client, name);
      await updateTo(other);
      await until(async () => {
        const found = await server.client.operation('DescribeEndpoint', { EndpointName: name });
        return JSON.stringify(found).includes('Baking') ? true : undefined;
      });
      await alarm(name, 'SetAlarmState', { StateValue: 'ALARM', StateReason: 'bench' });
      await untilSettled(server.client, name);
      await alarm(name, 'SetAlarmState', { StateValue: 'OK', StateReason: 'bench' });
    });
    const { EndpointConfigName: now } = await server.client.operation('DescribeEndpoint', { EndpointName: name });
    counts.requests += answers.length;
    counts.failed += failures(answers).length;
    if (now !== `${name}-${former}`) counts.wrong++;
  }
  const { requests, failed, wrong } = counts;
  return { name: `${name}: no start, alarm`, rollouts: 2 * rounds, requests, failed, 'wrong end': wrong };
}

async function compareRollouts(): Promise<void> {
  const engine = asked.includes('oci') && hasPodman ? await TestEngine.start() : undefined;
  const { start, countProcesses, remove } = rolloutServer({ engine });
  const server = await start();
  try {
    await createRolloutModels(server.client);
    if (asked.includes('python')) await createPythonModel(server.client);
    if (engine !== undefined)
      await server.client.operation('CreateModel', { ModelName: 'oci', PrimaryContainer: { Image: engine.image } });
    const chains: readonly Chain[] = [
      { name: 'native', server, body: bodies.native, perSecond, instances: 1 },
      { name: 'command', server, body: bodies.command, perSecond: perSecond / 10, instances: 4 },
      { name: 'python', server, body: bodies.python, perSecond: perSecond / 10, instances: 1 },
      ...(engine === undefined
        ? []
        : [{ name: 'oci', server, body: bodies.oci, perSecond: perSecond / 10, instances: 1 }]),
    ];
    const rows: Row[] = [];
    for (const chain of chains) {
      if (!asked.includes(chain.name)) continue;
      rows.push(...(await measureChain(chain)));
      await server.client.operation('DeleteEndpoint', { EndpointName: chain.name });
    }
    printTable(`Rollouts of about ${seconds} s under ${perSecond} requests/s`, rows);
    await delay(2_000);
    process.stdout.write(`processes of the command left after its endpoint was deleted: ${countProcesses()}\n`);
  } finally {
    await server.stop();
    engine?.stop();
    remove();
  }
}

if (isMainThread) await compareRollouts();
else offerFromThread(workerData as Load);
