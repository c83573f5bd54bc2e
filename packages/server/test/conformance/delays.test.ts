import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointCommand,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diamondsContainer, uploadDiamonds } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Where a server is asked to be as slow as AWS, its clients see what happens to an endpoint. */
let server: TestServer;
let client: SageMakerClient;

beforeAll(async () => {
  server = await startTestServer({ env: { CATENARY_DELAYS: 'aws' } });
  client = new SageMakerClient({ endpoint: server.url, region: 'us-east-1', credentials });
  await uploadDiamonds(server.client, ['xgboost']);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
  removeData(server);
});

it('the SDK for JavaScript sees an endpoint Creating, and Updating, before it is InService', {
  timeout: 60_000,
}, async () => {
  const name = { EndpointName: 'seen' };
  const config = { EndpointConfigName: 'seen' };
  const model = { ModelName: 'seen', PrimaryContainer: diamondsContainer('xgboost') };
  await client.send(new CreateModelCommand({ ...model, ExecutionRoleArn: 'arn:aws:iam::000000000000:role/any' }));
  const ProductionVariants = [{ VariantName: 'v', ModelName: 'seen', InitialInstanceCount: 1 }];
  await client.send(new CreateEndpointConfigCommand({ ...config, ProductionVariants }));
  const settle = async () => {
    const { EndpointStatus: before } = await client.send(new DescribeEndpointCommand(name));
    await waitUntilEndpointInService({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, name);
    const { CreationTime, LastModifiedTime } = await client.send(new DescribeEndpointCommand(name));
    return { before, created: Number(CreationTime), modified: Number(LastModifiedTime) };
  };
  await client.send(new CreateEndpointCommand({ ...name, ...config }));
  const made = await settle();
  expect(made.before).toBe('Creating');
  // Both are times that the server wrote.
  expect(made.modified - made.created).toBeGreaterThanOrEqual(5000);
  await client.send(new UpdateEndpointCommand({ ...name, ...config }));
  const updated = await settle();
  expect(updated.before).toBe('Updating');
  expect(updated.modified - made.modified).toBeGreaterThanOrEqual(5000);
});
