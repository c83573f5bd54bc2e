import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  diamondsContainer,
  golden,
  invoke,
  linesOf,
  readExample,
  untilSettled,
  uploadDiamonds,
} from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** ShadowProductionVariants, and the verdict on them. */
let server: TestServer;
const rows = linesOf(readExample('requests.csv')).slice(0, 50);
const expected = linesOf(golden('xgboost.csv'));

const configure = (name: string, shadows: readonly object[], production: readonly object[] = [{}]) =>
  server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: production.map((rest, at) => ({ VariantName: `production-${at}`, ModelName: 'pair', ...rest })),
    ShadowProductionVariants: shadows.map((rest) => ({ VariantName: 'shadow', ModelName: 'pair', ...rest })),
  });

async function create(name: string, shadow: object): Promise<void> {
  await configure(name, [shadow]);
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  expect(await untilSettled(server.client, name)).toBe('InService');
}

async function verdictOf(name: string): Promise<Record<string, unknown>> {
  const path = `/_catenary/endpoints/${name}/shadow`;
  const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
  return JSON.parse(body.toString()) as Record<string, unknown>;
}

/** Sends the rows, and resolves with the verdict once the shadow has had so many requests. */
async function compare(name: string, count: number): Promise<Record<string, unknown>> {
  for (const [at, row] of rows.entries()) expect(await invoke(server.client, name, row)).toBe(`${expected[at]}\n`);
  return until(async () => {
    const verdict = await verdictOf(name);
    const { compared, failed } = verdict.requests as { compared: number; failed: number };
    return compared + failed >= count ? verdict : undefined;
  });
}

beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  const model = (ModelName: string, ...parts: ('sparkml' | 'xgboost')[]) =>
    server.client.operation('CreateModel', { ModelName, Containers: parts.map(diamondsContainer) });
  await model('pair', 'sparkml', 'xgboost');
  await model('half', 'sparkml');
  await model('refusing', 'xgboost');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

describe('a shadow variant', () => {
  it('of the same model is equal', async () => {
    await create('same', {});
    expect(await compare('same', 50)).toMatchObject({
      productionVariant: 'production-0',
      shadowVariant: 'shadow',
      samplingPercentage: 100,
      verdict: 'equal',
      requests: { compared: 50, failed: 0, dropped: 0 },
      rows: { compared: 50, equal: 50, shareEqual: 1, shareDifferentAtMost: 0.06 },
      firstDifferences: [],
    });
    expect(await server.client.operation('DescribeEndpoint', { EndpointName: 'same' })).toMatchObject({
      ProductionVariants: [{ VariantName: 'production-0' }],
      ShadowProductionVariants: [{ VariantName: 'shadow', CurrentWeight: 1 }],
    });
  });

  it('of another model is different, and the caller sees nothing of it', async () => {
    await create('other', { ModelName: 'half' });
    expect(await compare('other', 50)).toMatchObject({
      verdict: 'different',
      rows: { compared: 50, equal: 0 },
      firstDifferences: expect.arrayContaining([expect.objectContaining({ row: 1 })]) as unknown,
    });
  });

  it('that refuses every request fails none', async () => {
    await create('refused', { ModelName: 'refusing' });
    const { requests, failures, verdict } = await compare('refused', 50);
    expect([requests, verdict]).toEqual([{ compared: 0, failed: 50, dropped: 0 }, 'different']);
    expect(String(failures)).toContain('could not convert string to float');
  });

  it('gets the share of its weight', async () => {
    await create('quarter', { InitialVariantWeight: 0.25 });
    for (let time = 0; time < 4; time++) await compare('quarter', 0);
    const { samplingPercentage, requests } = await verdictOf('quarter');
    expect(samplingPercentage).toBe(25);
    // Binomial(200, 0.25): six standard deviations of 6.12 around 50.
    const { compared } = requests as { compared: number };
    expect(compared).toBeGreaterThan(13);
    expect(compared).toBeLessThan(87);
  });

  it('comes back after a restart, and with an update its verdict begins anew', async () => {
    await server.stop('SIGKILL');
    server = await startTestServer({ data: server.data });
    expect(await verdictOf('same')).toMatchObject({ verdict: 'nothing compared' });
    expect(await compare('same', 50)).toMatchObject({ verdict: 'equal' });
  });

  it('is one beside one production variant', async () => {
    const message = 'a shadow is one variant beside one production variant';
    await expect(configure('two', [{}, { VariantName: 'b' }])).rejects.toThrow(message);
    await expect(configure('many', [{}], [{}, {}])).rejects.toThrow(message);
    await expect(configure('alike', [{ VariantName: 'production-0' }])).rejects.toThrow('Duplicate variant name');
    await server.client.operation('CreateEndpointConfig', {
      EndpointConfigName: 'none',
      ProductionVariants: [{ VariantName: 'v', ModelName: 'pair' }],
    });
    await server.client.operation('CreateEndpoint', { EndpointName: 'none', EndpointConfigName: 'none' });
    await untilSettled(server.client, 'none');
    await expect(verdictOf('none')).rejects.toThrow('Endpoint none has no shadow variant');
  });
});
