import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, linesOf, readExample } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

let server: TestServer;
const rows = linesOf(readExample('requests.csv'));

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  const variants = [{ VariantName: 'v', ModelName: 'pair' }];
  await server.client.operation('CreateEndpointConfig', { EndpointConfigName: 'pair', ProductionVariants: variants });
  await server.client.operation('CreateEndpoint', { EndpointName: 'pair', EndpointConfigName: 'pair' });
  await until(async () => {
    const { EndpointStatus: status } = await server.client.operation('DescribeEndpoint', { EndpointName: 'pair' });
    return status === 'InService' ? true : undefined;
  });
});

afterAll(async () => {
  await server.stop();
  removeData(server);
});

const invoke = (body: string, path = '/endpoints/pair/invocations') =>
  server.client.send({
    method: 'POST',
    path,
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv' },
    body: Buffer.from(body),
  });

/** As many rows as fit. */
const manyRows = (most: number) => {
  const bytes = rows.join('\n').length + 1;
  return Array.from({ length: Math.floor(most / bytes) }, () => rows.join('\n')).join('\n');
};

describe('a long request to native containers', () => {
  it('is answered as its rows are by themselves, while other requests are answered', async () => {
    const body = manyRows(6_000_000);
    let isDone = false;
    const large = invoke(body).finally(() => {
      isDone = true;
    });
    let answeredMeanwhile = 0;
    while (!isDone) {
      await fetch(`${server.url}/_catenary/health`);
      if (!isDone) answeredMeanwhile++;
    }
    const lines = linesOf((await large).body);
    expect(lines).toHaveLength(body.split('\n').length);
    const alone = linesOf((await invoke(rows.slice(0, 20).join('\n'))).body);
    expect(lines.slice(0, 20)).toEqual(alone);
    expect(lines.slice(-rows.length, -rows.length + 20)).toEqual(alone);
    // In the thread that talks to clients it would hold up all of them but those that came at the same time.
    expect(answeredMeanwhile).toBeGreaterThan(5);
  });

  it('is refused with the message of the container, with the row, column and value', async () => {
    const bad = `${manyRows(1_000_000)}\n${rows[0]?.replace(/^[^,]*/, 'x')}`;
    const row = bad.split('\n').length; // rows count from 1
    await expect(invoke(bad)).rejects.toThrow(
      new RegExp(`container 1 of 2 \\(hostname "[^"]*", image "sagemaker-sparkml-serving:3.3"\\), row ${row}, column`),
    );
  });

  it('is traced container by container', async () => {
    const { body } = await invoke(manyRows(1_000_000), '/_catenary/endpoints/pair/trace');
    const { containers } = JSON.parse(body.toString()) as { containers: { position: number; status: number }[] };
    expect(containers.map(({ position, status }) => [position, status])).toEqual([
      [1, 200],
      [2, 200],
    ]);
  });
});
