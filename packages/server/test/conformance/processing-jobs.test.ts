import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Processing jobs of Model Monitor, by a plain client. */
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.client.send({ method: 'PUT', path: '/data', service: 's3' });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const put = (key: string, body: string | Uint8Array) =>
  server.client.send({ method: 'PUT', path: `/data/${key}`, service: 's3', body: Buffer.from(body) });

const root = '/opt/ml/processing';

const request = (name: string, variables: Record<string, string>, uri = `s3://data/${name}`) => ({
  ProcessingJobName: name,
  AppSpecification: { ImageUri: '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer' },
  RoleArn: 'arn:aws:iam::000000000000:role/none',
  ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 20 } },
  ProcessingInputs: [
    {
      InputName: 'baseline_dataset_input',
      S3Input: { S3Uri: uri, LocalPath: `${root}/input/data`, S3DataType: 'S3Prefix', S3InputMode: 'File' },
    },
  ],
  ProcessingOutputConfig: {
    Outputs: [
      {
        OutputName: 'monitoring_output',
        S3Output: { S3Uri: `s3://data/results/${name}`, LocalPath: `${root}/output`, S3UploadMode: 'EndOfJob' },
      },
    ],
  },
  Environment: { dataset_source: `${root}/input/data`, output_path: `${root}/output`, ...variables },
});

async function ended(name: string): Promise<Record<string, unknown>> {
  return until(async () => {
    const job = await server.client.operation('DescribeProcessingJob', { ProcessingJobName: name });
    return job.ProcessingJobStatus === 'InProgress' ? undefined : job;
  });
}

async function statistics(name: string): Promise<unknown> {
  const path = `/data/results/${name}/statistics.json`;
  return JSON.parse((await server.client.send({ method: 'GET', path, service: 's3' })).body.toString());
}

const threeRows = {
  dataset: { item_count: 3 },
  features: [
    { name: 'n', inferred_type: 'Fractional', numerical_statistics: { sum: 6.5, common: { num_present: 3 } } },
    {
      name: 't',
      inferred_type: 'String',
      string_statistics: { distinct_count: 2, common: { num_present: 2, num_missing: 1 } },
    },
  ],
};

describe('a baseline', () => {
  it.each([
    ['csv', '{"csv":{"header":true}}', () => 'n,t\n1.0,a\n2,"b\nb"\n3.5,\n'],
    ['json', '{"json":{"lines":true}}', () => '{"n":1.0,"t":"a"}\n{"n":2,"t":"b"}\n{"n":3.5}\n'],
    [
      'parquet',
      '{"parquet":{}}',
      () =>
        new Uint8Array(
          parquetWriteBuffer({
            columnData: [
              { name: 'n', data: [1, 2, 3.5], type: 'DOUBLE' },
              { name: 't', data: ['a', 'b', undefined], type: 'STRING' },
            ],
          }),
        ),
    ],
  ])('is suggested of %s', async (name, format, content) => {
    await put(`${name}/part-0`, content());
    await server.client.operation('CreateProcessingJob', request(name, { dataset_format: format }));
    expect(await ended(name)).toMatchObject({
      ProcessingJobStatus: 'Completed',
      ExitMessage: 'Completed: Job completed successfully with no violations.',
    });
    expect(await statistics(name)).toMatchObject(threeRows);
  });

  it.each([
    ['empty', { dataset_format: '{"csv":{}}' }, 'Job inputs had no data: there are no objects below s3://data/empty.'],
    ['broken', { dataset_format: '{"json":{}}' }, 'Record 2 of s3://data/broken/a is not JSON.'],
    ['not-parquet', { dataset_format: '{"parquet":{}}' }, 'data/not-parquet/a: The object is not a Parquet file'],
  ])('fails with a reason: %s', async (name, variables, reason) => {
    if (name !== 'empty') await put(`${name}/a`, '{"n":1}\n{"n":\n');
    await server.client.operation('CreateProcessingJob', request(name, variables));
    const job = await ended(name);
    expect(job.ProcessingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain(reason);
  });
});

describe('CreateProcessingJob', () => {
  const create = (change: object) =>
    server.client.operation('CreateProcessingJob', { ...request('new', { dataset_format: '{"csv":{}}' }), ...change });

  it('refuses what it does not run, in words', async () => {
    await expect(create({ AppSpecification: { ImageUri: 'unknown:1' } })).rejects.toThrow(
      'gives a command, such as the path of a Python: AppSpecification.ImageUri is unknown:1.',
    );
    await expect(create({ AppSpecification: { ImageUri: 'sagemaker-scikit-learn:1.2-1' } })).rejects.toThrow(
      'AppSpecification.ContainerEntrypoint must name what is run',
    );
    await expect(create({ Environment: {} })).rejects.toThrow('The variable dataset_format is missing');
    const DatasetDefinition = { LocalPath: '/opt/ml/processing/input/x' };
    await expect(create({ ProcessingInputs: [{ InputName: 'a', DatasetDefinition }] })).rejects.toThrow(
      'ProcessingInputs[0].DatasetDefinition is not offered',
    );
  });

  it('refuses a name that is taken; lists, describes and tags jobs', async () => {
    await put('twice/a', '1\n');
    const twice = { ...request('twice', { dataset_format: '{"csv":{}}' }), Tags: [{ Key: 'a', Value: 'b' }] };
    const created = await server.client.operation('CreateProcessingJob', twice);
    await expect(server.client.operation('CreateProcessingJob', twice)).rejects.toThrow('already exists');
    await ended('twice');
    expect(await server.client.operation('ListTags', { ResourceArn: created.ProcessingJobArn })).toEqual({
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(await server.client.operation('ListProcessingJobs', { NameContains: 'twice' })).toMatchObject({
      ProcessingJobSummaries: [{ ProcessingJobName: 'twice', ProcessingJobStatus: 'Completed' }],
    });
    await expect(server.client.operation('StopProcessingJob', { ProcessingJobName: 'twice' })).rejects.toThrow(
      'the processing job is in status Completed',
    );
    await expect(server.client.operation('DescribeProcessingJob', { ProcessingJobName: 'none' })).rejects.toThrow(
      'Could not find requested job with name: none',
    );
  });
});

describe('CreateMonitoringSchedule', () => {
  const inline = {
    MonitoringInputs: [{ EndpointInput: { EndpointName: 'none', LocalPath: `${root}/input/endpoint` } }],
    MonitoringOutputConfig: {
      MonitoringOutputs: [{ S3Output: { S3Uri: 's3://data/m', LocalPath: `${root}/output` } }],
    },
    MonitoringResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 20 } },
    MonitoringAppSpecification: { ImageUri: 'sagemaker-model-monitor-analyzer' },
    RoleArn: 'arn:aws:iam::000000000000:role/none',
  };

  it.each([
    [{ MonitoringType: 'ModelBias', MonitoringJobDefinitionName: 'd' }, 'MonitoringType ModelBias is not offered'],
    [{}, 'Give either MonitoringJobDefinition or MonitoringJobDefinitionName'],
    [{ MonitoringJobDefinitionName: 'none' }, 'Could not find job definition "none"'],
    [{ MonitoringJobDefinition: inline }, 'The endpoint none does not exist'],
    [
      { MonitoringJobDefinition: { ...inline, MonitoringAppSpecification: { ImageUri: 'own' } } },
      'Schedules run the image of Model Monitor alone',
    ],
  ])('refuses %o', async (MonitoringScheduleConfig, message) => {
    const input = { MonitoringScheduleName: 's', MonitoringScheduleConfig };
    await expect(server.client.operation('CreateMonitoringSchedule', input)).rejects.toThrow(message);
  });

  it('answers that a schedule does not exist', async () => {
    for (const name of ['Describe', 'Start', 'Stop', 'Delete'])
      await expect(
        server.client.operation(`${name}MonitoringSchedule`, { MonitoringScheduleName: 'none' }),
      ).rejects.toThrow('Could not find monitoring schedule');
  });
});
