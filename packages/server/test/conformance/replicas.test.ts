import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, invoke, untilSettled } from '../support/diamonds.ts';
import { markedProcesses } from '../support/marked-processes.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Variants of several instances: copies of what runs outside the server's process. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-replicas-'));
const program = resolve(import.meta.dirname, '../suites/doubling-container.mjs');
/** Where it lies, the command does not start any more. */
const full = join(folder, 'full');
let server: TestServer;

/** Words in the commands of this test's containers, and of no others. */
const mark = `single ${folder}`;

const start = (data?: string) =>
  startTestServer({ args: ['--config', join(folder, 'catenary.yaml')], ...(data === undefined ? {} : { data }) });

beforeAll(async () => {
  const script = `test -e ${full} && echo "no room for another one" && exit 3; exec "$0" ${program} ${mark}`;
  const image = { match: '*/doubler:*', command: ['sh', '-c', script, process.execPath], readable: [program, folder] };
  writeFileSync(join(folder, 'catenary.yaml'), `images: [${JSON.stringify(image)}]\n`);
  server = await start();
  await server.client.operation('CreateModel', {
    ModelName: 'doubler',
    PrimaryContainer: { Image: 'registry/doubler:1' },
  });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const call = (name: string, input: object) => server.client.operation(name, input);

/** Begins to make an endpoint of one variant, and waits for its end. */
async function create(name: string, variant: object): Promise<string> {
  await call('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'v', ModelName: name, InstanceType: 'ml.m5.large', ...variant }],
  });
  await call('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  return untilSettled(server.client, name);
}

const describeVariant = async (name: string) => {
  const { ProductionVariants: variants } = await call('DescribeEndpoint', { EndpointName: name });
  return (variants as readonly object[])[0];
};

const setCount = (name: string, count: number) =>
  call('UpdateEndpointWeightsAndCapacities', {
    EndpointName: name,
    DesiredWeightsAndCapacities: [{ VariantName: 'v', DesiredInstanceCount: count }],
  });

/** Processes of all containers. */
const processes = () => markedProcesses(mark).length;
/** Those of one copy: with them those that started it, and hold its box. */
let processesOfOne = 0;

const replicasOf = async (name: string) => {
  const { body } = await server.client.send({
    method: 'GET',
    path: `/_catenary/endpoints/${name}`,
    service: 'sagemaker',
  });
  const { variants } = JSON.parse(body.toString()) as { variants: { containers: { replicas?: object }[] }[] };
  return variants[0]?.containers.map(({ replicas }) => replicas);
};

/** Asks for answers, several at once, while `work` is done; how many were wrong or missing. */
async function failuresUnder(work: () => Promise<unknown>): Promise<{ asked: number; failures: string[] }> {
  let isOver = false;
  let asked = 0;
  const failures: string[] = [];
  const client = async () => {
    while (!isOver) {
      const number = asked++;
      const answer = await invoke(server.client, 'doubler', String(number)).catch((error: Error) => error.message);
      if (Number(answer) !== number * 2) failures.push(answer);
    }
  };
  const clients = Promise.all([client(), client(), client(), client()]);
  await work().finally(() => (isOver = true));
  await clients;
  return { asked, failures };
}

describe('a variant of several instances', () => {
  it('has as many copies of a command, as described', async () => {
    expect(
      await create('doubler', {
        InitialInstanceCount: 2,
        RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
      }),
    ).toBe('InService');
    expect(await describeVariant('doubler')).toMatchObject({
      CurrentInstanceCount: 2,
      DesiredInstanceCount: 2,
      RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
    });
    expect(await replicasOf('doubler')).toEqual([{ count: 2, readyCount: 2 }]);
    expect(await invoke(server.client, 'doubler', '21')).toBe('42');
    processesOfOne = processes() / 2;
  });

  it('answers all that is sent after one of them has ended', async () => {
    await expect(invoke(server.client, 'doubler', 'die')).rejects.toMatchObject({
      status: 424,
      message: expect.stringContaining('the process ended with exit code 7') as string,
    });
    const { asked, failures } = await failuresUnder(() =>
      until(async () => {
        const [replicas] = (await replicasOf('doubler')) ?? [];
        return (replicas as { readyCount: number }).readyCount === 2 ? true : undefined;
      }),
    );
    expect(failures).toEqual([]);
    expect(asked).toBeGreaterThan(0);
  });

  it('is Updating while it gets more or fewer, and answers everything meanwhile', async () => {
    const { failures } = await failuresUnder(async () => {
      await setCount('doubler', 4);
      const { EndpointStatus: status, PendingDeploymentSummary: pending } = await call('DescribeEndpoint', {
        EndpointName: 'doubler',
      });
      if (status === 'Updating') {
        expect(await describeVariant('doubler')).toMatchObject({ DesiredInstanceCount: 4 });
        expect(pending).toBeUndefined();
      }
      expect(await untilSettled(server.client, 'doubler')).toBe('InService');
      expect(await replicasOf('doubler')).toEqual([{ count: 4, readyCount: 4 }]);
      await setCount('doubler', 1);
      expect(await untilSettled(server.client, 'doubler')).toBe('InService');
    });
    expect(failures).toEqual([]);
    expect(await describeVariant('doubler')).toMatchObject({ CurrentInstanceCount: 1, DesiredInstanceCount: 1 });
    expect(await replicasOf('doubler')).toEqual([{ count: 1, readyCount: 1 }]);
  });

  it('keeps those that it has if further ones do not start, and says why', async () => {
    writeFileSync(full, '');
    await setCount('doubler', 3);
    expect(await untilSettled(server.client, 'doubler')).toBe('InService');
    rmSync(full);
    const { FailureReason: reason } = await call('DescribeEndpoint', { EndpointName: 'doubler' });
    expect(String(reason)).toContain(
      'The primary container for production variant v did not pass the ping health check.',
    );
    expect(String(reason)).toContain('no room for another one');
    expect(await describeVariant('doubler')).toMatchObject({ CurrentInstanceCount: 1, DesiredInstanceCount: 1 });
    expect(await invoke(server.client, 'doubler', '4')).toBe('8');
    await expect.poll(processes, { timeout: 20_000 }).toBe(processesOfOne);
  });

  it('comes back with as many after a restart', async () => {
    await setCount('doubler', 2);
    expect(await untilSettled(server.client, 'doubler')).toBe('InService');
    const { data } = server;
    await server.stop();
    expect(markedProcesses(mark)).toEqual([]);
    server = await start(data);
    expect(await invoke(server.client, 'doubler', '21')).toBe('42');
    expect(await replicasOf('doubler')).toEqual([{ count: 2, readyCount: 2 }]);
  });

  it('is refused without an instance, and with too many', async () => {
    await expect(setCount('doubler', 0)).rejects.toThrow('nothing would start one again');
    await expect(setCount('doubler', 65)).rejects.toThrow('the limit of this server is 64');
    await expect(create('many', { ModelName: 'doubler', InitialInstanceCount: 65 })).rejects.toThrow(
      'Variant v cannot have 65 instances: the limit of this server is 64.',
    );
  });

  it('of native containers needs no copies, and describes what was asked for', async () => {
    await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
    expect(await create('diamonds', { InitialInstanceCount: 3 })).toBe('InService');
    expect(await describeVariant('diamonds')).toMatchObject({ CurrentInstanceCount: 3, DesiredInstanceCount: 3 });
    expect(await replicasOf('diamonds')).toEqual([undefined, undefined]);
    await setCount('diamonds', 2);
    expect(await untilSettled(server.client, 'diamonds')).toBe('InService');
    expect(await describeVariant('diamonds')).toMatchObject({ CurrentInstanceCount: 2 });
  });

  it('leaves nothing behind when it is deleted', async () => {
    await call('DeleteEndpoint', { EndpointName: 'doubler' });
    await expect.poll(() => markedProcesses(mark), { timeout: 20_000 }).toEqual([]);
  });
});
