import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../src/platform/storage/object-store.ts';
import { openS3ObjectStore } from '../../src/platform/storage/s3/s3-object-store.ts';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { findPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import {
  findSeaweedfs,
  type OutsideStore,
  outsideEnvironment,
  outsideOptions,
  startSeaweedfs,
} from '../support/seaweedfs.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';
import { createTransformJob, csvLines, recordsOf, untilEnded } from '../support/transform-job.ts';

const programs = { postgres: findPostgres(), seaweedfs: await findSeaweedfs() };
/** Rows of the example, so many times over: a job of some seconds. */
const times = 250;
const isMissing = programs.postgres === undefined || programs.seaweedfs === undefined;

/** Two servers, each with a data folder of its own, on one PostgreSQL and one S3 store. */
describe.skipIf(isMissing)('two servers on one store (PostgreSQL, SeaweedFS)', () => {
  let postgres: Postgres;
  let outside: OutsideStore;
  let objects: ObjectStore;
  let env: NodeJS.ProcessEnv;
  let one: TestServer;
  let two: TestServer;
  const [row] = linesOf(readExample('requests.csv')) as [string];

  const start = (data?: string) => startTestServer({ env, ...(data === undefined ? {} : { data }) });
  const describeEndpoint = async (server: TestServer, name: string) =>
    (await server.client.operation('DescribeEndpoint', { EndpointName: name })) as Record<string, string>;

  beforeAll(async () => {
    [postgres, outside] = await Promise.all([
      startPostgres(programs.postgres as string),
      startSeaweedfs(programs.seaweedfs as string),
    ]);
    env = {
      CATENARY_STORE_URL: await postgres.createDatabase(),
      CATENARY_LEASE_SECONDS: '2',
      CATENARY_CHECKPOINT_SECONDS: '0.2',
      ...outsideEnvironment(outside.url, 'diamonds'),
    };
    [one, two] = await Promise.all([start(), start()]);
    await createDiamondsModel(one.client, 'pair', ['sparkml', 'xgboost']);
    objects = await openS3ObjectStore(outsideOptions(outside.url, ['diamonds']));
    const rows = readExample('requests.csv').toString().trimEnd();
    await objects.putObject(
      { bucket: 'diamonds', key: 'in/rows.csv' },
      Buffer.from(Array.from({ length: times }, () => rows).join('\n')),
    );
  });

  afterAll(async () => {
    await Promise.all([one.stop('SIGKILL'), two.stop('SIGKILL')]);
    await objects.close();
    for (const server of [one, two]) removeData(server);
    await Promise.all([postgres.close(), outside.close()]);
  });

  it('both serve an endpoint as soon as one of them has it in service', async () => {
    expect(await createEndpoint(one.client, 'pair')).toBe('InService');
    const answers = await Promise.all([one, two].map(({ client }) => invoke(client, 'pair', row)));
    expect(answers[0]).toBe(answers[1]);
    expect(await describeEndpoint(two, 'pair')).toMatchObject({ EndpointStatus: 'InService' });
  });

  it('a name given on one is taken on the other', async () => {
    const again = two.client.operation('CreateEndpoint', { EndpointName: 'pair', EndpointConfigName: 'pair' });
    await expect(again).rejects.toThrow('Cannot create already existing endpoint');
  });

  it('an update made on one reaches the other', async () => {
    await createDiamondsModel(two.client, 'sparkml-alone', ['sparkml']);
    await two.client.operation('CreateEndpointConfig', {
      EndpointConfigName: 'sparkml-alone',
      ProductionVariants: [{ VariantName: 'Other', ModelName: 'sparkml-alone' }],
    });
    const before = await invoke(one.client, 'pair', row);
    await two.client.operation('UpdateEndpoint', { EndpointName: 'pair', EndpointConfigName: 'sparkml-alone' });
    const after = await until(async () => {
      const answer = await invoke(one.client, 'pair', row);
      return answer === before ? undefined : answer;
    });
    expect(after.split(',').length).toBeGreaterThan(1);
  });

  it('an endpoint deleted on one is gone on the other', async () => {
    await createEndpoint(one.client, 'brief', 'pair');
    await invoke(two.client, 'brief', row);
    await one.client.operation('DeleteEndpoint', { EndpointName: 'brief' });
    await until(() =>
      invoke(two.client, 'brief', row).then(
        () => undefined,
        (error: Error) => error,
      ),
    ).then((error) => expect(error.message).toMatch(/Endpoint brief .*not found/));
  });

  it('an endpoint whose server was killed while it was made is made by the other', async () => {
    await one.client.operation('CreateEndpointConfig', {
      EndpointConfigName: 'orphan',
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'pair' }],
    });
    await one.client.operation('CreateEndpoint', { EndpointName: 'orphan', EndpointConfigName: 'orphan' });
    await one.stop('SIGKILL');
    await until(async () =>
      (await describeEndpoint(two, 'orphan')).EndpointStatus === 'InService' ? true : undefined,
    );
    const answer = await invoke(two.client, 'orphan', row);
    // Back again, with its own data folder: it serves what the store says.
    one = await start(one.data);
    expect(await invoke(one.client, 'orphan', row)).toBe(answer);
  });

  const createJob = (server: TestServer, name: string) =>
    createTransformJob(server.client, name, {
      ModelName: 'pair',
      ...csvLines('s3://diamonds/in/', `s3://diamonds/${name}`),
    });
  const statusOf = async (server: TestServer, name: string) =>
    (await server.client.operation('DescribeTransformJob', { TransformJobName: name })).TransformJobStatus;
  const ended = async (server: TestServer, name: string) => (await untilEnded(server.client, name)).TransformJobStatus;
  const begun = (server: TestServer, name: string) =>
    until(async () => ((await recordsOf(server.client, name)) > 0 ? true : undefined));
  const signal = (server: TestServer, name: NodeJS.Signals) => {
    const { pid } = JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8')) as { pid: number };
    process.kill(pid, name);
  };
  const expectWhole = async (name: string) => {
    const once = golden('xgboost.csv').toString();
    const content = await objects.readObject({ bucket: 'diamonds', key: `${name}/rows.csv.out` }, 1e8);
    expect(content.toString() === once.repeat(times)).toBe(true);
    expect(await objects.listUploads('diamonds', name)).toEqual([]);
  };

  it('a job of a server that was paused is finished by the other, and the paused one publishes nothing', async () => {
    await createJob(one, 'paused');
    await begun(one, 'paused');
    signal(one, 'SIGSTOP');
    try {
      expect(await ended(two, 'paused')).toBe('Completed');
      await expectWhole('paused');
      const published = await objects.headObject({ bucket: 'diamonds', key: 'paused/rows.csv.out' });
      signal(one, 'SIGCONT');
      await until(async () =>
        /paused was taken by another server|job interrupted/.test(one.log()) ? true : undefined,
      );
      // It still answers, and what the other published stands as it was.
      expect(await statusOf(one, 'paused')).toBe('Completed');
      expect(await objects.headObject({ bucket: 'diamonds', key: 'paused/rows.csv.out' })).toEqual(published);
    } finally {
      signal(one, 'SIGCONT');
    }
    await expectWhole('paused');
  });

  it('a job of a server that was killed is finished by the other', async () => {
    await createJob(one, 'killed');
    await begun(one, 'killed');
    await one.stop('SIGKILL');
    expect(await ended(two, 'killed')).toBe('Completed');
    await expectWhole('killed');
    expect(two.log()).toMatch(/resumed at its checkpoint/);
    one = await start(one.data);
  });

  it('a job of a server that is asked to end is finished by the other', async () => {
    await createJob(one, 'handed-over');
    await begun(one, 'handed-over');
    expect(await one.stop('SIGTERM')).toBe(0);
    expect(await ended(two, 'handed-over')).toBe('Completed');
    await expectWhole('handed-over');
    one = await start(one.data);
  });

  it('a job of one server is stopped by the other, and leaves nothing', async () => {
    await createJob(one, 'stopped');
    await begun(one, 'stopped');
    await two.client.operation('StopTransformJob', { TransformJobName: 'stopped' });
    expect(await ended(two, 'stopped')).toBe('Stopped');
    expect((await objects.listObjects('diamonds', { prefix: 'stopped' })).objects).toEqual([]);
    expect(await objects.listUploads('diamonds', 'stopped')).toEqual([]);
  });
});
