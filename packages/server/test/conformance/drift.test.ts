import { afterAll, beforeAll, expect, it } from 'vitest';
import { diamondsContainer, linesOf, readExample, untilSettled, uploadDiamonds } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** CATENARY_DRIFT_BASELINE of an endpoint of two containers, over HTTP. */
let server: TestServer;
const { accessKeyId, secretAccessKey } = credentials;
const rows = linesOf(readExample('requests.csv')).slice(0, 20);

beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  const [first, second] = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
  const watched = (baseline: string) => [
    { ...first, Environment: { ...first?.Environment, CATENARY_DRIFT_BASELINE: baseline } },
    second,
  ];
  const { client } = server;
  // Of the request's first column: all carats are 100.
  const feature = (name: string) => ({
    name,
    inferred_type: 'Fractional',
    numerical_statistics: { distribution: { kll: { sketch: { data: [Array.from({ length: 1000 }, () => 100)] } } } },
  });
  const body = Buffer.from(JSON.stringify({ features: [feature('price'), feature('carat')] }));
  await client.send({ method: 'PUT', path: '/diamonds/statistics.json', service: 's3', body });
  await client.operation('CreateModel', {
    ModelName: 'watched',
    Containers: watched('s3://diamonds/statistics.json'),
  });
  await client.operation('CreateModel', { ModelName: 'plain', Containers: [first, second] });
  for (const name of ['watched', 'plain']) {
    const ProductionVariants = [{ VariantName: 'v', ModelName: name }];
    await client.operation('CreateEndpointConfig', { EndpointConfigName: name, ProductionVariants });
    await client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
    expect(await untilSettled(client, name)).toBe('InService');
  }
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

async function get(path: string): Promise<string> {
  return (await server.client.send({ method: 'GET', path, service: 'sagemaker' })).body.toString();
}

const invoke = (body: string) =>
  server.client.send({
    method: 'POST',
    path: '/endpoints/watched/invocations',
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv' },
    body: Buffer.from(body),
  });

it('reports how requests, answers and what is between them compare with a baseline', async () => {
  // Five requests of a second are looked at, 20 rows of each.
  const found = await until(async () => {
    await invoke(`${rows.join('\n')}\n`);
    const report = JSON.parse(await get('/_catenary/endpoints/watched/drift')) as { requests: number };
    return report.requests >= 10 ? report : undefined;
  });
  const seen = 20 * found.requests;
  expect(found).toMatchObject({
    verdict: 'drifted',
    drifted: ['endpoint: price', 'endpoint: carat'],
    falseAlarmRate: 0.01,
    unread: 0,
    boundaries: [
      {
        boundary: 'endpoint',
        baseline: 'statistics',
        rows: seen,
        columns: [
          { column: 'price', verdict: 'drifted', values: seen, missing: 0 },
          // Every carat is less than 100.
          { column: 'carat', verdict: 'drifted', ks: 1 },
          ...Array.from({ length: 8 }, () => ({ verdict: 'not compared' })),
        ],
      },
      // 26 features, whose first rows are gathered.
      { boundary: 'container-1', baseline: 'gathering', rows: seen },
    ],
  });
  const authorization = `Basic ${Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')}`;
  const metrics = await fetch(`${server.url}/metrics`, { headers: { authorization } });
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('catenary_drift'));
  expect(lines.find((line) => line.includes('column="carat"') && line.includes('measure="ks"'))).toMatch(/ 1$/);
  expect(lines.filter((line) => line.startsWith('catenary_drifted_columns{'))).toEqual([
    expect.stringMatching(/endpoint="watched".* 2$/) as string,
  ]);
});

it('says what is missing where nothing is watched', async () => {
  await expect(get('/_catenary/endpoints/plain/drift')).rejects.toThrow(/CATENARY_DRIFT_BASELINE/);
  await expect(get('/_catenary/endpoints/none/drift')).rejects.toThrow(/Endpoint none not found/);
});
