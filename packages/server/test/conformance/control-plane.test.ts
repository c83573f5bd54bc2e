import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTransformJobCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DeleteTagsCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeTransformJobCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  ListTagsCommand,
  ListTransformJobsCommand,
  SageMakerClient,
  StopTransformJobCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, ModelError, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, golden, linesOf, readExample, schema } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** The AWS SDK for JavaScript, unchanged, against the control plane and the runtime. */
let server: TestServer;
let sagemaker: SageMakerClient;
let runtime: SageMakerRuntimeClient;
const [row, second] = linesOf(readExample('requests.csv')) as [string, string];
const [answer] = linesOf(golden('xgboost.csv')) as [string];
const [features] = linesOf(golden('sparkml.csv')) as [string];
const role = 'arn:aws:iam::000000000000:role/none';
const arn = (kind: string, name: string) => `arn:aws:sagemaker:us-east-1:000000000000:${kind}/${name}`;

beforeAll(async () => {
  server = await startTestServer();
  const config = { endpoint: server.url, region: 'us-east-1', credentials };
  sagemaker = new SageMakerClient(config);
  runtime = new SageMakerRuntimeClient(config);
  await createDiamondsModel(server.client, 'uploaded', ['sparkml', 'xgboost']);
});
afterAll(async () => {
  sagemaker.destroy();
  runtime.destroy();
  await server.stop();
  removeData(server);
});

const sparkml = {
  Image: 'sagemaker-sparkml-serving:3.3',
  ModelDataUrl: 's3://diamonds/sparkml.tar.gz',
  Environment: { SAGEMAKER_SPARKML_SCHEMA: schema() },
};
const xgboost = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/xgboost.tar.gz' };
const inService = (EndpointName: string) =>
  waitUntilEndpointInService({ client: sagemaker, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { EndpointName });
const predict = async (EndpointName: string, extra: object = {}, Body: string = row) => {
  const { Body: body, ...rest } = await runtime.send(
    new InvokeEndpointCommand({ EndpointName, ContentType: 'text/csv', Accept: 'text/csv', Body, ...extra }),
  );
  return { ...rest, text: body?.transformToString() };
};

describe('models', () => {
  it('are created, described as given, listed, tagged and deleted', async () => {
    const created = await sagemaker.send(
      new CreateModelCommand({
        ModelName: 'Chain-A',
        ExecutionRoleArn: role,
        Containers: [sparkml, xgboost],
        Tags: [{ Key: 'a', Value: '1' }],
      }),
    );
    expect(created.ModelArn).toBe(arn('model', 'chain-a'));
    const described = await sagemaker.send(new DescribeModelCommand({ ModelName: 'Chain-A' }));
    expect(described).toMatchObject({
      ModelName: 'Chain-A',
      ExecutionRoleArn: role,
      Containers: [
        { ...sparkml, Mode: 'SingleModel' },
        { ...xgboost, Mode: 'SingleModel' },
      ],
    });
    expect(described.PrimaryContainer).toBeUndefined();
    expect(described.CreationTime).toBeInstanceOf(Date);
    const { Models: models } = await sagemaker.send(new ListModelsCommand({ NameContains: 'Chain' }));
    expect(models?.map(({ ModelName: name }) => name)).toEqual(['Chain-A']);

    const resource = { ResourceArn: arn('model', 'chain-a') };
    const { Tags: all } = await sagemaker.send(
      new AddTagsCommand({
        ...resource,
        Tags: [
          { Key: 'a', Value: '2' },
          { Key: 'b', Value: '' },
        ],
      }),
    );
    expect(all).toEqual([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ]);
    await sagemaker.send(new DeleteTagsCommand({ ...resource, TagKeys: ['a'] }));
    expect((await sagemaker.send(new ListTagsCommand(resource))).Tags).toEqual([{ Key: 'b', Value: '' }]);

    await expect(
      sagemaker.send(new CreateModelCommand({ ModelName: 'Chain-A', PrimaryContainer: xgboost })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Cannot create already existing model "${arn('model', 'chain-a')}".`,
    });
    await sagemaker.send(new DeleteModelCommand({ ModelName: 'Chain-A' }));
    await expect(sagemaker.send(new DescribeModelCommand({ ModelName: 'Chain-A' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Could not find model "${arn('model', 'chain-a')}".`,
    });
  });

  it.each([
    [
      'both kinds of containers',
      { PrimaryContainer: xgboost, Containers: [xgboost] },
      'Both PrimaryContainer and Containers',
    ],
    ['no container', {}, 'Neither PrimaryContainer nor Containers'],
    [
      'a hostname for one of two',
      { Containers: [{ ...xgboost, ContainerHostname: 'a' }, xgboost] },
      'either for all containers',
    ],
    [
      'one hostname twice',
      {
        Containers: [
          { ...xgboost, ContainerHostname: 'a' },
          { ...xgboost, ContainerHostname: 'a' },
        ],
      },
      'given twice',
    ],
    [
      'Direct without hostnames',
      { Containers: [xgboost, xgboost], InferenceExecutionConfig: { Mode: 'Direct' as const } },
      'required for every container',
    ],
    [
      '16 containers',
      { Containers: Array.from({ length: 16 }, () => xgboost) },
      'Member must have length less than or equal to 15',
    ],
    [
      'too much environment',
      {
        PrimaryContainer: {
          ...xgboost,
          Environment: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`K${at}`, 'v'.repeat(1000)])),
        },
      },
      'more than the 32768',
    ],
  ])('refuses %s', async (_name, containers, message) => {
    await expect(sagemaker.send(new CreateModelCommand({ ModelName: 'bad', ...containers }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('endpoints', () => {
  it('serve, change to another model without a gap, and go', async () => {
    await sagemaker.send(new CreateModelCommand({ ModelName: 'pair', Containers: [sparkml, xgboost] }));
    await sagemaker.send(new CreateModelCommand({ ModelName: 'first-only', PrimaryContainer: sparkml }));
    for (const [name, model] of [
      ['config-pair', 'pair'],
      ['config-first', 'first-only'],
    ]) {
      await sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: name,
          ProductionVariants: [
            { VariantName: 'AllTraffic', ModelName: model, InitialInstanceCount: 1, InstanceType: 'ml.m5.large' },
          ],
        }),
      );
    }
    const config = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'config-pair' }));
    expect(config.ProductionVariants).toEqual([
      {
        VariantName: 'AllTraffic',
        ModelName: 'pair',
        InitialInstanceCount: 1,
        InstanceType: 'ml.m5.large',
        InitialVariantWeight: 1,
      },
    ]);
    const created = await sagemaker.send(
      new CreateEndpointCommand({ EndpointName: 'Live', EndpointConfigName: 'config-pair' }),
    );
    expect(created.EndpointArn).toBe(arn('endpoint', 'live'));
    await inService('Live');
    expect(await predict('Live')).toMatchObject({
      text: `${answer}\n`,
      ContentType: 'text/csv; charset=utf-8',
      InvokedProductionVariant: 'AllTraffic',
    });
    await expect(
      sagemaker.send(new CreateEndpointCommand({ EndpointName: 'live', EndpointConfigName: 'config-pair' })),
    ).rejects.toThrow(/^Cannot create already existing endpoint/);

    // Requests are sent while the endpoint changes: each is answered by the old chain or by the new one.
    let changing = true;
    const answers = new Set<string | undefined>();
    const traffic = (async () => {
      while (changing) answers.add((await predict('Live')).text);
    })();
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'Live', EndpointConfigName: 'config-first' }));
    await inService('Live');
    changing = false;
    await traffic;
    expect((await predict('Live')).text?.split(',')).toHaveLength(features.split(',').length);
    expect([...answers].every((text) => text === `${answer}\n` || text?.split(',').length === 29)).toBe(true);
    expect(await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'Live' }))).toMatchObject({
      EndpointConfigName: 'config-first',
      EndpointStatus: 'InService',
      ProductionVariants: [
        { VariantName: 'AllTraffic', DeployedImages: [{ SpecifiedImage: sparkml.Image }], CurrentWeight: 1 },
      ],
    });
    const { Endpoints: listed } = await sagemaker.send(new ListEndpointsCommand({ StatusEquals: 'InService' }));
    expect(listed?.map(({ EndpointName: name }) => name)).toEqual(['Live']);
    const { EndpointConfigs: configs } = await sagemaker.send(
      new ListEndpointConfigsCommand({ SortBy: 'Name', SortOrder: 'Ascending', MaxResults: 1 }),
    );
    expect(configs?.map(({ EndpointConfigName: name }) => name)).toEqual(['config-first']);

    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'config-first' }));
    expect((await predict('Live')).text).toBeTruthy();
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'Live' }));
    await waitUntilEndpointDeleted(
      { client: sagemaker, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { EndpointName: 'Live' },
    );
    await expect(predict('Live')).rejects.toThrow('Endpoint Live of account 000000000000 not found.');
  });

  it('keep the old chain in service when the new one does not start', async () => {
    await server.client.send({ method: 'PUT', path: '/diamonds/broken.tar.gz', service: 's3', body: 'no archive' });
    await sagemaker.send(
      new CreateModelCommand({
        ModelName: 'broken',
        PrimaryContainer: { ...xgboost, ModelDataUrl: 's3://diamonds/broken.tar.gz' },
      }),
    );
    for (const [name, model] of [
      ['good', 'pair'],
      ['broken', 'broken'],
    ]) {
      await sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: name,
          ProductionVariants: [{ VariantName: 'v', ModelName: model }],
        }),
      );
    }
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'safe', EndpointConfigName: 'good' }));
    await inService('safe');
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'safe', EndpointConfigName: 'broken' }));
    await inService('safe');
    expect(await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'safe' }))).toMatchObject({
      EndpointConfigName: 'good',
      FailureReason: expect.stringMatching(
        /^The primary container for production variant v did not pass the ping health check\. /,
      ) as string,
    });
    expect((await predict('safe')).text).toBe(`${answer}\n`);
  });

  it('take the archive that is at its address when they start, and keep it', async () => {
    const put = (body: Buffer | string) =>
      server.client.send({ method: 'PUT', path: '/diamonds/moving.tar.gz', service: 's3', body });
    const moving = { ModelDataUrl: 's3://diamonds/moving.tar.gz' };
    const update = async () => {
      await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'moving', EndpointConfigName: 'moving' }));
      await inService('moving');
      return sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'moving' }));
    };
    await put('not an archive yet');
    await sagemaker.send(new CreateModelCommand({ ModelName: 'moving', PrimaryContainer: { ...xgboost, ...moving } }));
    await sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'moving',
        ProductionVariants: [{ VariantName: 'v', ModelName: 'moving' }],
      }),
    );
    // Replaced after CreateModel: what counts is the start.
    await put(readExample('xgboost/model.tar.gz'));
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'moving', EndpointConfigName: 'moving' }));
    await inService('moving');
    expect((await predict('moving', {}, features)).text).toBe(`${answer}\n`);
    // Replaced while it runs: it keeps its own, and an update brings in the new one, which fails here.
    await put('no archive');
    expect((await predict('moving', {}, features)).text).toBe(`${answer}\n`);
    expect((await update()).FailureReason).toMatch(/did not pass the ping health check/);
    expect((await predict('moving', {}, features)).text).toBe(`${answer}\n`);
    await server.client.send({ method: 'DELETE', path: '/diamonds/moving.tar.gz', service: 's3' });
    expect((await update()).FailureReason).toBe(
      'Failed to download model data for container "primary" from URL: "s3://diamonds/moving.tar.gz". ' +
        'Please ensure that there is an object located at the URL.',
    );
    expect((await predict('moving', {}, features)).text).toBe(`${answer}\n`);
  });

  it('share traffic by weight, and take a target variant', async () => {
    await sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'two',
        ProductionVariants: [
          { VariantName: 'a', ModelName: 'pair', InitialVariantWeight: 1 },
          { VariantName: 'b', ModelName: 'pair', InitialVariantWeight: 0 },
        ],
      }),
    );
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'two', EndpointConfigName: 'two' }));
    await inService('two');
    const variants = async () => {
      const seen = await Promise.all(Array.from({ length: 20 }, () => predict('two')));
      return new Set(seen.map(({ InvokedProductionVariant: variant }) => variant));
    };
    expect(await variants()).toEqual(new Set(['a']));
    expect((await predict('two', { TargetVariant: 'b' })).InvokedProductionVariant).toBe('b');
    await sagemaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'two',
        DesiredWeightsAndCapacities: [
          { VariantName: 'a', DesiredWeight: 0 },
          { VariantName: 'b', DesiredWeight: 2 },
        ],
      }),
    );
    expect(await variants()).toEqual(new Set(['b']));
  });

  it('run one container at a time in Direct mode', async () => {
    await sagemaker.send(
      new CreateModelCommand({
        ModelName: 'direct',
        Containers: [
          { ...sparkml, ContainerHostname: 'features' },
          { ...xgboost, ContainerHostname: 'price' },
        ],
        InferenceExecutionConfig: { Mode: 'Direct' },
      }),
    );
    await sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'direct',
        ProductionVariants: [{ VariantName: 'v', ModelName: 'direct' }],
      }),
    );
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'direct', EndpointConfigName: 'direct' }));
    await inService('direct');
    expect((await predict('direct', { TargetContainerHostname: 'price' }, features)).text).toBe(`${answer}\n`);
    expect((await predict('direct', { TargetContainerHostname: 'features' })).text?.split(',')).toHaveLength(29);
    await expect(predict('direct')).rejects.toThrow('Direct mode: name one of features, price');
    await expect(predict('direct', { TargetContainerHostname: 'x' })).rejects.toThrow(
      'Its containers are: features, price',
    );
  });

  it('say which container refused a request, as the class that clients catch', async () => {
    const error = await predict('safe', {}, `${second}\n${row.replace('1.52', 'heavy')}`).catch(
      (reason: unknown) => reason as ModelError,
    );
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({
      OriginalStatusCode: 400,
      OriginalMessage: expect.stringContaining('heavy') as string,
      LogStreamArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/sagemaker/Endpoints/safe',
      message: expect.stringMatching(
        /^Received client error \(400\) from container-1 with message ".*" *\..*container 1 of 2 \(hostname "container-1", image "sagemaker-sparkml-serving:3\.3"\), row 2, column "carat"/s,
      ) as string,
    });
  });
});

describe('transform jobs', () => {
  const job = (TransformJobName: string, input: object = {}) => ({
    TransformJobName,
    ModelName: 'pair',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://diamonds/jobs/' } },
      ContentType: 'text/csv',
      SplitType: 'Line' as const,
      ...input,
    },
    TransformOutput: { S3OutputPath: 's3://diamonds/jobs-out', AssembleWith: 'Line' as const },
    TransformResources: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1 },
  });

  it('are described with defaults, listed, and their names are never free again', async () => {
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/jobs/rows.csv',
      service: 's3',
      body: `${row}\n${second}\n`,
    });
    await sagemaker.send(new CreateTransformJobCommand(job('one')));
    await expect
      .poll(
        async () =>
          (await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'one' }))).TransformJobStatus,
        { timeout: 30_000 },
      )
      .toBe('Completed');
    const described = await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'one' }));
    expect(described).toMatchObject({
      TransformJobArn: arn('transform-job', 'one'),
      TransformInput: { CompressionType: 'None' },
    });
    expect(described.TransformEndTime).toBeInstanceOf(Date);
    const { TransformJobSummaries: jobs } = await sagemaker.send(
      new ListTransformJobsCommand({ StatusEquals: 'Completed' }),
    );
    expect(jobs?.map(({ TransformJobName: name }) => name)).toEqual(['one']);
    await expect(sagemaker.send(new CreateTransformJobCommand(job('one')))).rejects.toMatchObject({
      name: 'ResourceInUse',
    });
    await expect(sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'one' }))).rejects.toThrow(
      'The request was rejected because the transform job is in status Completed',
    );
    await expect(sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'none' }))).rejects.toThrow(
      'Could not find job to update with name: none',
    );
  });

  it.each([
    [
      'no input',
      { DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://diamonds/nothing/' } } },
      'No S3 objects found under S3 URL "s3://diamonds/nothing/"',
    ],
    [
      'no bucket',
      { DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://no-bucket/x' } } },
      'No S3 objects found',
    ],
    [
      'an augmented manifest',
      { DataSource: { S3DataSource: { S3DataType: 'AugmentedManifestFile' as const, S3Uri: 's3://diamonds/jobs/' } } },
      'is not supported in batch transform',
    ],
  ])('refuse %s', async (_name, input, message) => {
    await expect(sagemaker.send(new CreateTransformJobCommand(job('bad', input)))).rejects.toThrow(message);
  });

  const stoppable = (name: string, input: object) => ({
    ...job(name, input),
    TransformOutput: { S3OutputPath: 's3://diamonds/stopped-out', AssembleWith: 'Line' as const },
  });

  it('fail for an XGBoost script that the archive lacks: it is not scored as if none were asked for', async () => {
    const PrimaryContainer = { ...xgboost, Environment: { SAGEMAKER_PROGRAM: 'serve.py' } };
    await sagemaker.send(new CreateModelCommand({ ModelName: 'script', PrimaryContainer }));
    await sagemaker.send(new CreateTransformJobCommand({ ...job('script'), ModelName: 'script' }));
    const describeJob = () => sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'script' }));
    await expect.poll(async () => (await describeJob()).TransformJobStatus, { timeout: 30_000 }).toBe('Failed');
    expect((await describeJob()).FailureReason).toContain('There is no serve.py in code/ of the model archive');
  });

  it('that wait for their turn stop at once', async () => {
    const rows = readExample('requests.csv').toString();
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/queue/rows.csv',
      service: 's3',
      body: Array.from({ length: 300 }, () => rows).join(''),
    });
    const input = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://diamonds/queue/' } } };
    for (const name of ['ahead', 'behind']) await sagemaker.send(new CreateTransformJobCommand(stoppable(name, input)));
    await sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'behind' }));
    const statusOf = async (TransformJobName: string) =>
      (await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName }))).TransformJobStatus;
    await expect.poll(() => statusOf('behind'), { timeout: 60_000 }).toBe('Stopped');
    expect(await statusOf('ahead')).toBe('InProgress');
    await sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'ahead' }));
    await expect.poll(() => statusOf('ahead'), { timeout: 30_000 }).toBe('Stopped');
  });

  it('stop, and leave nothing behind', async () => {
    const rows = readExample('requests.csv').toString();
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/long/rows.csv',
      service: 's3',
      body: Array.from({ length: 300 }, () => rows).join(''),
    });
    await sagemaker.send(
      new CreateTransformJobCommand(
        stoppable('stopped', {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/long/' } },
        }),
      ),
    );
    await sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'stopped' }));
    await expect
      .poll(
        async () =>
          (await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'stopped' }))).TransformJobStatus,
        { timeout: 30_000 },
      )
      .toBe('Stopped');
    await expect(
      server.client.send({ method: 'GET', path: '/diamonds/stopped-out/rows.csv.out', service: 's3' }),
    ).rejects.toThrow();
  });
});
