import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/entry/cli/api-client.ts';
import { createDiamondsModel, diamondsContainer, linesOf, readExample, untilSettled } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Rollouts under load, killed servers, and what is answered meanwhile: the two versions are told by their variants' names. */
let server: TestServer;
const [row] = linesOf(readExample('requests.csv')) as [string];

const configure = (client: ApiClient, name: string, rest: object = {}) =>
  client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: name, ModelName: 'pair', InitialInstanceCount: 10, ...rest }],
  });

async function create(client: ApiClient, name: string): Promise<void> {
  await client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: 'blue' });
  expect(await untilSettled(client, name)).toBe('InService');
}

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await server.client.operation('CreateModel', {
    ModelName: 'broken',
    Containers: [{ ...diamondsContainer('xgboost'), ModelDataUrl: 's3://diamonds/sparkml.tar.gz' }],
  });
  await configure(server.client, 'blue');
  await configure(server.client, 'green');
  await configure(server.client, 'red', { ModelName: 'broken' });
  await server.client.operation('CreateModel', { ModelName: 'half', Containers: [diamondsContainer('xgboost')] });
  await configure(server.client, 'refusing', { ModelName: 'half' });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const wait = { WaitIntervalInSeconds: 1 };
const size = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const routing = (Type: string, rest: object = {}) => ({
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type, ...wait, ...rest }, TerminationWaitInSeconds: 1 },
});
const kinds = {
  ALL_AT_ONCE: routing('ALL_AT_ONCE'),
  CANARY: routing('CANARY', { CanarySize: size(20) }),
  LINEAR: routing('LINEAR', { LinearStepSize: size(50) }),
  rolling: { RollingUpdatePolicy: { MaximumBatchSize: size(50), ...wait } },
};

interface Answer {
  readonly at: number;
  /** `blue` or `green`; or why there was no answer. */
  readonly from: string;
}

/** Requests one after the other in four lanes, until told to stop. */
function beginLoad(of: TestServer, name: string) {
  const answers: Answer[] = [];
  let isOver = false;
  const lane = async () => {
    while (!isOver) answers.push({ at: performance.now(), from: await ask(of, name) });
  };
  const lanes = [1, 2, 3, 4].map(lane);
  return {
    answers,
    end: async () => {
      isOver = true;
      await Promise.all(lanes);
      return answers;
    },
  };
}

/** The variant that answered a request; or why there was no answer. */
async function ask({ url, client }: TestServer, name: string): Promise<string> {
  const path = `/endpoints/${name}/invocations`;
  const headers = { 'content-type': 'text/csv', accept: 'text/csv' };
  const signed = client.sign({ method: 'POST', path, service: 'sagemaker', headers, body: row });
  try {
    const answer = await fetch(url + path, { method: 'POST', headers: signed, body: row });
    const body = await answer.text();
    return answer.status === 200 ? String(answer.headers.get('x-amzn-invoked-production-variant')) : body;
  } catch (error) {
    return (error as Error).message;
  }
}

const versions = (answers: readonly Answer[]) => new Set(answers.map(({ from }) => from));

describe('a rollout under load', () => {
  it.each(Object.entries(kinds))(
    '%s: no request fails, and the new one alone answers in the end',
    async (kind, config) => {
      const name = `load-${kind.toLowerCase().replace(/_/g, '-')}`;
      await create(server.client, name);
      const load = beginLoad(server, name);
      const update = { EndpointName: name, EndpointConfigName: 'green', DeploymentConfig: config };
      await server.client.operation('UpdateEndpoint', update);
      expect(await untilSettled(server.client, name)).toBe('InService');
      await new Promise((done) => setTimeout(done, 200));
      const end = performance.now();
      await new Promise((done) => setTimeout(done, 200));
      const answers = await load.end();
      expect(versions(answers)).toEqual(new Set(['blue', 'green']));
      expect(versions(answers.filter(({ at }) => at > end))).toEqual(new Set(['green']));
      expect(await server.client.operation('DescribeEndpoint', { EndpointName: name })).toMatchObject({
        EndpointConfigName: 'green',
        LastDeploymentConfig: config,
      });
    },
  );

  it('goes back if the new one does not start, and no request fails', async () => {
    await create(server.client, 'faulted');
    const load = beginLoad(server, 'faulted');
    await server.client.operation('UpdateEndpoint', {
      EndpointName: 'faulted',
      EndpointConfigName: 'red',
      DeploymentConfig: kinds.CANARY,
    });
    expect(await untilSettled(server.client, 'faulted')).toBe('InService');
    expect(versions(await load.end())).toEqual(new Set(['blue']));
    const described = await server.client.operation('DescribeEndpoint', { EndpointName: 'faulted' });
    expect(described).toMatchObject({ EndpointConfigName: 'blue' });
    expect(String(described.FailureReason)).toContain('did not pass the ping health check');
    expect(described.PendingDeploymentSummary).toBeUndefined();
  });

  it('goes back by an alarm of its own if the new one fails more often', async () => {
    await create(server.client, 'compared');
    const load = beginLoad(server, 'compared');
    const alarms = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'catenary:errors' }] } };
    const canary = routing('CANARY', { CanarySize: size(20), WaitIntervalInSeconds: 300 });
    await server.client.operation('UpdateEndpoint', {
      EndpointName: 'compared',
      EndpointConfigName: 'refusing',
      DeploymentConfig: { ...canary, ...alarms },
    });
    expect(await untilSettled(server.client, 'compared')).toBe('InService');
    const failed = (await load.end()).filter(({ from }) => from !== 'blue');
    expect(failed.length).toBeGreaterThan(0);
    expect(await server.client.operation('DescribeEndpoint', { EndpointName: 'compared' })).toMatchObject({
      EndpointConfigName: 'blue',
      FailureReason: expect.stringContaining('catenary:errors: more requests failed') as string,
    });
    expect(await ask(server, 'compared')).toBe('blue');
  });

  it('says where it is, and refuses another change and its deletion meanwhile', async () => {
    await create(server.client, 'watched');
    const config = routing('CANARY', { CanarySize: { Type: 'INSTANCE_COUNT', Value: 5 }, WaitIntervalInSeconds: 3 });
    const update = { EndpointName: 'watched', EndpointConfigName: 'green', DeploymentConfig: config };
    await server.client.operation('UpdateEndpoint', update);
    const baking = await until(async () => {
      const found = await server.client.operation('DescribeEndpoint', { EndpointName: 'watched' });
      return JSON.stringify(found).includes('Baking') ? found : undefined;
    });
    expect(baking).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'blue',
      PendingDeploymentSummary: {
        EndpointConfigName: 'green',
        ProductionVariants: [
          {
            VariantName: 'green',
            CurrentInstanceCount: 10,
            DesiredInstanceCount: 10,
            VariantStatus: [{ Status: 'Baking', StartTime: expect.any(Number) as number }],
          },
        ],
      },
    });
    for (let at = 0; at < 20; at++) await ask(server, 'watched');
    const path = '/_catenary/endpoints/watched';
    const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
    expect(JSON.parse(body.toString())).toMatchObject({ variants: [{ name: 'blue' }], pending: [{ name: 'green' }] });
    const busy = 'Cannot update in-progress endpoint';
    await expect(server.client.operation('UpdateEndpoint', update)).rejects.toThrow(busy);
    await expect(server.client.operation('DeleteEndpoint', { EndpointName: 'watched' })).rejects.toThrow(busy);
    const weights = { DesiredWeightsAndCapacities: [{ VariantName: 'blue', DesiredWeight: 2 }] };
    const reweigh = { EndpointName: 'watched', ...weights };
    await expect(server.client.operation('UpdateEndpointWeightsAndCapacities', reweigh)).rejects.toThrow(busy);
    expect(await untilSettled(server.client, 'watched')).toBe('InService');
    await server.client.operation('DeleteEndpoint', { EndpointName: 'watched' });
  });

  it('is that of the last update if this is asked for', async () => {
    await create(server.client, 'retained');
    const update = { EndpointName: 'retained', EndpointConfigName: 'green' };
    await server.client.operation('UpdateEndpoint', { ...update, DeploymentConfig: kinds.ALL_AT_ONCE });
    await untilSettled(server.client, 'retained');
    await server.client.operation('UpdateEndpoint', { ...update, RetainDeploymentConfig: true });
    await untilSettled(server.client, 'retained');
    const describe = () => server.client.operation('DescribeEndpoint', { EndpointName: 'retained' });
    expect((await describe()).LastDeploymentConfig).toEqual(kinds.ALL_AT_ONCE);
    await server.client.operation('UpdateEndpoint', update);
    await untilSettled(server.client, 'retained');
    expect((await describe()).LastDeploymentConfig).toBeUndefined();
  });

  it.each([
    ['BlueGreenUpdatePolicy and RollingUpdatePolicy', { ...kinds.CANARY, ...kinds.rolling }],
    ['CanarySize is missing: Type CANARY needs it', routing('CANARY')],
    [
      'LinearStepSize belongs to Type LINEAR, and Type is CANARY',
      routing('CANARY', { CanarySize: size(10), LinearStepSize: size(10) }),
    ],
    ['CanarySize is 51 % and has to be at most 50 % of the fleet', routing('CANARY', { CanarySize: size(51) })],
    [
      'LinearStepSize is 1 of 20 instances',
      routing('LINEAR', { LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 1 } }),
    ],
    [
      'MaximumBatchSize is 4 % and has to be from 5 % to 50 %',
      { RollingUpdatePolicy: { MaximumBatchSize: size(4), ...wait } },
    ],
    [
      'is 600 and has to be longer than all waits together, which are 601 seconds',
      {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 300, CanarySize: size(10) },
          TerminationWaitInSeconds: 1,
          MaximumExecutionTimeoutInSeconds: 600,
        },
      },
    ],
    [
      'alarms that do not exist: none',
      { ...kinds.CANARY, AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'none' }] } },
    ],
  ])('is refused: %s', async (message, config) => {
    await configure(server.client, 'twenty', { InitialInstanceCount: 20 }).catch(() => undefined);
    const update = { EndpointName: 'faulted', EndpointConfigName: 'twenty', DeploymentConfig: config };
    await expect(server.client.operation('UpdateEndpoint', update)).rejects.toThrow(message);
  });
});

describe('a server that is killed', () => {
  /** Stored steps: creating, 20 percent, watched, 100 percent, watched, termination wait, the end. */
  it.each([
    ['before-step', 1],
    ...[1, 2, 3, 4, 5, 6].map((step) => ['after-step', step] as const),
    ['before-step', 6],
  ] as const)(
    '%s %i goes on with the rollout',
    async (place, step) => {
      const name = `killed-${place}-${step}`;
      await create(server.client, name);
      await server.stop();
      server = await startTestServer({ data: server.data, env: { CATENARY_TEST_FAULTS: `kill@${place}:${step}` } });
      const update = { EndpointName: name, EndpointConfigName: 'green', DeploymentConfig: kinds.CANARY };
      await server.client.operation('UpdateEndpoint', update);
      // Resolves when the fault has killed it.
      await server.stop('SIGCONT');
      server = await startTestServer({ data: server.data });
      expect(await untilSettled(server.client, name)).toBe('InService');
      const described = await server.client.operation('DescribeEndpoint', { EndpointName: name });
      expect(described.EndpointConfigName).toBe('green');
      expect(described.PendingDeploymentSummary).toBeUndefined();
      expect(await Promise.all([1, 2, 3, 4].map(() => ask(server, name)))).toEqual(Array(4).fill('green'));
      await server.client.operation('DeleteEndpoint', { EndpointName: name });
    },
    60_000,
  );
});
