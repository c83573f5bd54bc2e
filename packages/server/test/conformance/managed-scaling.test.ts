import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiamondsModel, untilSettled } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** ManagedInstanceScaling of a variant: bounds for its number of instances, whoever changes it. */
let server: TestServer;
const managed = { Status: 'ENABLED', MinInstanceCount: 2, MaxInstanceCount: 5 };

const call = (name: string, input: object) => server.client.operation(name, input);
const configure = (name: string, variant: object, more: object = {}) =>
  call('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'v', ModelName: 'm', InitialInstanceCount: 2, ...variant }],
    ...more,
  });
const describeVariant = async () => {
  const { ProductionVariants: variants } = await call('DescribeEndpoint', { EndpointName: 'managed' });
  return (variants as readonly object[])[0];
};
const setCount = async (count: number) => {
  await call('UpdateEndpointWeightsAndCapacities', {
    EndpointName: 'managed',
    DesiredWeightsAndCapacities: [{ VariantName: 'v', DesiredInstanceCount: count }],
  });
  return untilSettled(server.client, 'managed');
};

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'm', ['xgboost']);
  await configure('managed', { ManagedInstanceScaling: managed });
  await call('CreateEndpoint', { EndpointName: 'managed', EndpointConfigName: 'managed' });
  expect(await untilSettled(server.client, 'managed')).toBe('InService');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

it('is described with the configuration and with the endpoint', async () => {
  expect(await call('DescribeEndpointConfig', { EndpointConfigName: 'managed' })).toMatchObject({
    ProductionVariants: [{ ManagedInstanceScaling: managed }],
  });
  expect(await describeVariant()).toMatchObject({ ManagedInstanceScaling: managed, CurrentInstanceCount: 2 });
});

it('holds the number of instances within its bounds', async () => {
  expect(await setCount(5)).toBe('InService');
  for (const count of [0, 1, 6])
    await expect(setCount(count)).rejects.toThrow(
      `Variant v cannot have ${count} instances: its ManagedInstanceScaling allows 2 to 5.`,
    );
});

it('comes with another configuration, into whose bounds a retained number is brought', async () => {
  const narrower = { ...managed, MaxInstanceCount: 3 };
  await configure('narrower', { ManagedInstanceScaling: narrower });
  await call('UpdateEndpoint', {
    EndpointName: 'managed',
    EndpointConfigName: 'narrower',
    RetainAllVariantProperties: true,
  });
  expect(await untilSettled(server.client, 'managed')).toBe('InService');
  expect(await describeVariant()).toMatchObject({ ManagedInstanceScaling: narrower, CurrentInstanceCount: 3 });
});

it('bounds nothing while it is DISABLED', async () => {
  await configure('disabled', { ManagedInstanceScaling: { ...managed, Status: 'DISABLED' } });
  await call('UpdateEndpoint', { EndpointName: 'managed', EndpointConfigName: 'disabled' });
  expect(await untilSettled(server.client, 'managed')).toBe('InService');
  expect(await setCount(1)).toBe('InService');
});

it.each([
  ['MinInstanceCount 2 above MaxInstanceCount 1', { MinInstanceCount: 2, MaxInstanceCount: 1 }, {}],
  ['cannot have 2 instances: its ManagedInstanceScaling allows 3 to 5', { MinInstanceCount: 3 }, {}],
  ['cannot have 65 instances: the limit of this server is 64', { MaxInstanceCount: 65 }, {}],
  ['ScaleInPolicy is not offered', { ScaleInPolicy: { Strategy: 'IDLE_RELEASE' } }, {}],
  [
    'a shadow keeps its InitialInstanceCount',
    {},
    { ShadowProductionVariants: [{ VariantName: 's', ModelName: 'm', ManagedInstanceScaling: managed }] },
  ],
])('is refused: %s', async (message, changed, more) => {
  const asked = configure('refused', { ManagedInstanceScaling: { ...managed, ...changed } }, more);
  await expect(asked).rejects.toThrow(message);
});

it('a scalable target keeps its variant and its instance type in an update, and goes with its endpoint', async () => {
  const autoscaling = (operation: string, input: object) =>
    server.client.operation(operation, { ServiceNamespace: 'sagemaker', ...input }, 'application-autoscaling');
  await autoscaling('RegisterScalableTarget', {
    ResourceId: 'endpoint/managed/variant/v',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    MinCapacity: 1,
    MaxCapacity: 2,
  });
  await configure('renamed', { VariantName: 'w' });
  await configure('larger', { InstanceType: 'ml.m5.large' });
  await configure('same', {});
  const update = (EndpointConfigName: string) =>
    call('UpdateEndpoint', { EndpointName: 'managed', EndpointConfigName });
  for (const config of ['renamed', 'larger'])
    await expect(update(config)).rejects.toThrow(
      'The variant name(s) "v" must be deregistered as a scalable target with AWS Auto Scaling before they can be removed or have their instance type updated.',
    );
  await update('same');
  expect(await untilSettled(server.client, 'managed')).toBe('InService');
  const targets = async () =>
    ((await autoscaling('DescribeScalableTargets', {}))['ScalableTargets'] as readonly unknown[]).length;
  expect(await targets()).toBe(1);
  await call('DeleteEndpoint', { EndpointName: 'managed' });
  expect(await targets()).toBe(0);
});
