import { afterAll, beforeAll, expect, it } from 'vitest';
import { diamondsContainer, invoke, linesOf, readExample, untilSettled, uploadDiamonds } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * Declarative tools call the API in an order of their own (Terraform's provider; the controllers of AWS for Kubernetes): they describe a
 * resource and list its tags after each change, and know by the words of an error that it is gone.
 */
let server: TestServer;
const [row = ''] = linesOf(readExample('requests.csv'));
const arn = (kind: string, name: string) => `arn:aws:sagemaker:us-east-1:000000000000:${kind}/${name}`;

beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  await server.client.send({
    method: 'PUT',
    path: '/diamonds/broken.tar.gz',
    service: 's3',
    body: Buffer.from('broken'),
  });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const call = (name: string, input: object) => server.client.operation(name, input);

/** What the tools read after each change, and before they decide on the next one. */
async function read(kind: 'Model' | 'EndpointConfig' | 'Endpoint', name: string): Promise<Record<string, unknown>> {
  const described = await call(`Describe${kind}`, { [`${kind}Name`]: name });
  const { Tags: tags } = await call('ListTags', { ResourceArn: described[`${kind}Arn`] });
  return { ...described, Tags: tags };
}

const createModel = (name: string, containers: readonly object[], Tags: readonly object[] = []) =>
  call('CreateModel', {
    ModelName: name,
    Containers: containers,
    ExecutionRoleArn: 'arn:aws:iam::000000000000:role/none',
    Tags,
  });

const createConfig = (name: string, model: string) =>
  call('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: model,
        InitialInstanceCount: 1,
        InstanceType: 'ml.m5.large',
        InitialVariantWeight: 1,
      },
    ],
  });

const pair = [diamondsContainer('sparkml'), diamondsContainer('xgboost')];
const broken = [{ ...diamondsContainer('xgboost'), ModelDataUrl: 's3://diamonds/broken.tar.gz' }];

it('Terraform creates, reads, replaces a configuration that an endpoint uses, and destroys', {
  timeout: 120_000,
}, async () => {
  const tags = [{ Key: 'team', Value: 'prices' }];
  await createModel('tf', pair, tags);
  expect(await read('Model', 'tf')).toMatchObject({ ModelArn: arn('model', 'tf'), Tags: tags });
  await createConfig('tf-1', 'tf');
  expect(await read('EndpointConfig', 'tf-1')).toMatchObject({
    ProductionVariants: [
      { VariantName: 'AllTraffic', InitialInstanceCount: 1, InstanceType: 'ml.m5.large', InitialVariantWeight: 1 },
    ],
    Tags: [],
  });
  await call('CreateEndpoint', { EndpointName: 'tf', EndpointConfigName: 'tf-1', Tags: tags });
  expect(await untilSettled(server.client, 'tf')).toBe('InService');
  const before = await read('Endpoint', 'tf');
  expect(before).toMatchObject({ EndpointConfigName: 'tf-1', Tags: tags });
  // A plan without changes: what is read twice is the same.
  expect(await read('Endpoint', 'tf')).toEqual(before);

  // create_before_destroy: the new configuration, the endpoint, and then the old one goes.
  await createConfig('tf-2', 'tf');
  await call('UpdateEndpoint', { EndpointName: 'tf', EndpointConfigName: 'tf-2' });
  expect(await untilSettled(server.client, 'tf')).toBe('InService');
  await call('DeleteEndpointConfig', { EndpointConfigName: 'tf-1' });
  expect((await read('Endpoint', 'tf')).EndpointConfigName).toBe('tf-2');
  await expect(read('EndpointConfig', 'tf-1')).rejects.toThrow('Could not find endpoint configuration');
  await call('AddTags', { ResourceArn: arn('endpoint', 'tf'), Tags: [{ Key: 'cost', Value: '1' }] });
  await call('DeleteTags', { ResourceArn: arn('endpoint', 'tf'), TagKeys: ['team'] });
  expect((await read('Endpoint', 'tf')).Tags).toEqual([{ Key: 'cost', Value: '1' }]);

  await call('DeleteEndpoint', { EndpointName: 'tf' });
  await expect
    .poll(() => read('Endpoint', 'tf').then(String, (error: Error) => error.message), { timeout: 30_000 })
    .toContain('Could not find endpoint');
  await call('DeleteEndpointConfig', { EndpointConfigName: 'tf-2' });
  await call('DeleteModel', { ModelName: 'tf' });
  await expect(read('Model', 'tf')).rejects.toThrow('Could not find model');
  // Terraform destroys a resource that somebody else deleted without an error, if the words say that it is gone.
  await expect(call('DeleteModel', { ModelName: 'tf' })).rejects.toThrow('Could not find model');
  await expect(call('DeleteEndpointConfig', { EndpointConfigName: 'tf-2' })).rejects.toThrow('Could not find');
});

it('a controller of AWS for Kubernetes reads first, creates what is missing, and sees a broken update rolled back', {
  timeout: 120_000,
}, async () => {
  for (const kind of ['Model', 'EndpointConfig', 'Endpoint'] as const)
    await expect(read(kind, 'ack')).rejects.toThrow('Could not find');
  await createModel('ack', pair);
  await createConfig('ack', 'ack');
  await call('CreateEndpoint', { EndpointName: 'ack', EndpointConfigName: 'ack' });
  // It is asked again while it is created, and an update has to wait.
  expect((await read('Endpoint', 'ack')).EndpointArn).toBe(arn('endpoint', 'ack'));
  expect(await untilSettled(server.client, 'ack')).toBe('InService');
  const served = await invoke(server.client, 'ack', row);

  await createModel('ack-broken', broken);
  await createConfig('ack-broken', 'ack-broken');
  await call('UpdateEndpoint', { EndpointName: 'ack', EndpointConfigName: 'ack-broken' });
  expect(await invoke(server.client, 'ack', row)).toBe(served);
  expect(await untilSettled(server.client, 'ack')).toBe('InService');
  const rolledBack = await read('Endpoint', 'ack');
  expect(rolledBack).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'ack' });
  expect(rolledBack.FailureReason).toContain('did not pass the ping health check. The archive is neither tar');
  expect(await invoke(server.client, 'ack', row)).toBe(served);
  // The controller compares what is declared with what is there, and leaves it at that until the declaration changes.
  expect(await read('Endpoint', 'ack')).toEqual(rolledBack);

  await createConfig('ack-mended', 'ack');
  await call('UpdateEndpoint', { EndpointName: 'ack', EndpointConfigName: 'ack-mended' });
  expect(await untilSettled(server.client, 'ack')).toBe('InService');
  const mended = await read('Endpoint', 'ack');
  expect([mended.EndpointConfigName, mended.FailureReason]).toEqual(['ack-mended', undefined]);
});

it('an endpoint whose first configuration is broken is Failed with a reason, takes no update, and can be replaced', {
  timeout: 120_000,
}, async () => {
  await createModel('first-broken', broken);
  await createConfig('first-broken', 'first-broken');
  await call('CreateEndpoint', { EndpointName: 'first', EndpointConfigName: 'first-broken' });
  expect(await untilSettled(server.client, 'first')).toBe('Failed');
  expect((await read('Endpoint', 'first')).FailureReason).toContain(
    'did not pass the ping health check. The archive is neither tar',
  );
  await createModel('first', pair);
  await createConfig('first', 'first');
  await expect(call('CreateEndpoint', { EndpointName: 'first', EndpointConfigName: 'first' })).rejects.toThrow(
    'Cannot create already existing endpoint',
  );
  await call('DeleteEndpoint', { EndpointName: 'first' });
  await expect
    .poll(() => read('Endpoint', 'first').then(String, (error: Error) => error.message), { timeout: 30_000 })
    .toContain('Could not find endpoint');
  await call('CreateEndpoint', { EndpointName: 'first', EndpointConfigName: 'first' });
  expect(await untilSettled(server.client, 'first')).toBe('InService');
});
