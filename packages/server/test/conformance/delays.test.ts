import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTransformJobCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeTransformJobCommand,
  SageMakerClient,
  UpdateEndpointCommand,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diamondsContainer, uploadDiamonds } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

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
  await client.send(new DeleteEndpointCommand(name));
  expect((await client.send(new DescribeEndpointCommand(name))).EndpointStatus).toBe('Deleting');
  await waitUntilEndpointDeleted({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, name);
});

it('a transform job is InProgress before it is Completed', { timeout: 60_000 }, async () => {
  const model = { ModelName: 'job', PrimaryContainer: diamondsContainer('xgboost') };
  await client.send(new CreateModelCommand({ ...model, ExecutionRoleArn: 'arn:aws:iam::000000000000:role/any' }));
  const name = { TransformJobName: 'seen' };
  await server.client.send({ method: 'PUT', path: '/diamonds/in/one.csv', service: 's3', body: '1,2,3\n' });
  await client.send(
    new CreateTransformJobCommand({
      ...name,
      ModelName: 'job',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/in/' } },
        ContentType: 'text/csv',
      },
      TransformOutput: { S3OutputPath: 's3://diamonds/out' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    }),
  );
  expect((await client.send(new DescribeTransformJobCommand(name))).TransformJobStatus).toBe('InProgress');
  const ended = await until(async () => {
    const job = await client.send(new DescribeTransformJobCommand(name));
    return job.TransformJobStatus === 'InProgress' ? undefined : job;
  });
  expect(Number(ended.TransformEndTime) - Number(ended.CreationTime)).toBeGreaterThanOrEqual(5000);
});
