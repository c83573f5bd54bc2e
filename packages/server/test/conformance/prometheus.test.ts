import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { credentials, removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/** What a server counts, as Prometheus scrapes it. */
let server: TestServer;
const prometheus = await findPythonEnvironment(['prometheus-client==0.23.1']);
const { accessKeyId, secretAccessKey } = credentials;

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'diamonds');
  const [row] = linesOf(readExample('requests.csv')) as [string];
  for (let count = 0; count < 3; count++) await invoke(server.client, 'diamonds', row);
  await expect(invoke(server.client, 'diamonds', 'bad')).rejects.toThrow('client error (400)');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const scrape = (password?: string, url = server.url) => {
  const headers = password === undefined ? {} : { authorization: `Basic ${Buffer.from(password).toString('base64')}` };
  return fetch(`${url}/metrics`, { headers });
};
const scraped = async () => (await scrape(`${accessKeyId}:${secretAccessKey}`)).text();

interface Family {
  readonly type: string;
  readonly samples: readonly (readonly [name: string, labels: Readonly<Record<string, string>>, value: number])[];
}

it.skipIf(prometheus === undefined)("is read by Prometheus' parser (needs it from PyPI)", async () => {
  const script = join(import.meta.dirname, 'prometheus.py');
  const parsed = execFileSync(prometheus?.python ?? '', [script], { input: await scraped(), encoding: 'utf8' });
  const families = JSON.parse(parsed) as Readonly<Record<string, Family>>;
  const labels = { endpoint: 'diamonds', region: 'us-east-1', variant: 'AllTraffic' };
  expect(families.catenary_invocations).toMatchObject({
    type: 'counter',
    samples: [['catenary_invocations_total', labels, 4]],
  });
  expect(families.catenary_invocation_errors?.samples).toEqual([
    ['catenary_invocation_errors_total', { ...labels, status: '4xx' }, 1],
    ['catenary_invocation_errors_total', { ...labels, status: '5xx' }, 0],
  ]);
  const { type, samples = [] } = families.catenary_container_latency_seconds ?? {};
  expect(type).toBe('histogram');
  const counts = samples.filter(([name]) => name.endsWith('_count'));
  expect(counts.map(([, { container }, value]) => [container, value])).toEqual([
    ['container-1', 3],
    ['container-2', 3],
  ]);
  const buckets = samples.filter(([name, { container }]) => name.endsWith('_bucket') && container === 'container-1');
  expect(buckets.map(([, , value]) => value)).toEqual(buckets.map(([, , value]) => value).toSorted((a, b) => a - b));
  expect(buckets.at(-1)).toMatchObject([expect.anything(), { le: '+Inf' }, 3]);
  expect(families.process_resident_memory_bytes?.samples[0]?.[2]).toBeGreaterThan(1e6);
});

it('is for those who have a key, by its secret as the password', async () => {
  expect((await scrape(`${accessKeyId}:${secretAccessKey}`)).headers.get('content-type')).toBe(
    'text/plain; version=0.0.4; charset=utf-8',
  );
  const refused = await Promise.all(
    [undefined, `${accessKeyId}:wrong`, `AKIAOTHER:${secretAccessKey}`, accessKeyId, '__proto__:x', ':'].map((one) =>
      scrape(one),
    ),
  );
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
  expect(await refused[0]?.json()).toMatchObject({
    Message: expect.stringContaining('access key as the user name') as string,
  });
  expect((await fetch(`${server.url}/metrics`, { method: 'POST', body: '' })).status).not.toBe(200);
});

it('leaves a bucket of that name to S3', async () => {
  await server.client.send({ method: 'PUT', path: '/metrics', service: 's3' });
  const { body } = await server.client.send({ method: 'GET', path: '/metrics', service: 's3' });
  expect(body.toString()).toContain('<ListBucketResult');
});

it('is for anyone where no signatures are asked for', async () => {
  const open = await startTestServer({ args: ['--allow-unsigned'] });
  expect((await scrape(undefined, open.url)).status).toBe(200);
  await open.stop();
  removeData(open);
});

it('has every metric of the Grafana dashboard', async () => {
  const dashboard = readFileSync(join(root, 'packaging/grafana/catenary.json'), 'utf8');
  const named = new Set(dashboard.match(/(?:catenary|process|nodejs)_[a-z_]+/g));
  const known = new Set((await scraped()).match(/^\w+/gm));
  expect(named.size).toBeGreaterThan(8);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});
