import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { findPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { findSeaweedfs, type OutsideStore, outsideCredentials, startSeaweedfs } from '../support/seaweedfs.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const programs = { postgres: findPostgres(), seaweedfs: await findSeaweedfs() };
const isMissing = programs.postgres === undefined || programs.seaweedfs === undefined;

/** Two servers, each with a data folder of its own, on one PostgreSQL and one S3 store. */
describe.skipIf(isMissing)('two servers on one store (PostgreSQL, SeaweedFS)', () => {
  let postgres: Postgres;
  let outside: OutsideStore;
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
      CATENARY_S3_BUCKETS: 'diamonds',
      CATENARY_S3_ENDPOINT: outside.url,
      CATENARY_S3_ACCESS_KEY_ID: outsideCredentials.accessKeyId,
      CATENARY_S3_SECRET_ACCESS_KEY: outsideCredentials.secretAccessKey,
    };
    [one, two] = await Promise.all([start(), start()]);
    await createDiamondsModel(one.client, 'pair', ['sparkml', 'xgboost']);
  });

  afterAll(async () => {
    await Promise.all([one.stop('SIGKILL'), two.stop('SIGKILL')]);
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
});
