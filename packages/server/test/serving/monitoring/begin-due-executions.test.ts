import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { beginDueExecutions } from '../../../src/serving/monitoring/begin-due-executions.ts';
import { dataQualityDefinitionRecords } from '../../../src/serving/records/data-quality-definition-record.ts';
import { endpointRecords } from '../../../src/serving/records/endpoint-record.ts';
import { modelQualityDefinitionRecords } from '../../../src/serving/records/model-quality-definition-record.ts';
import { monitoringScheduleRecords } from '../../../src/serving/records/monitoring-schedule-record.ts';
import { processingJobRecords } from '../../../src/serving/records/processing-job-record.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const log = createLogger({ level: 'silent', pretty: false });
const at = (hour: number, minute = 0) => Date.UTC(2026, 0, 31, hour, minute);
const root = '/opt/ml/processing';

const definition = {
  JobDefinitionName: 'd',
  DataQualityAppSpecification: { ImageUri: 'sagemaker-model-monitor-analyzer' },
  DataQualityBaselineConfig: { ConstraintsResource: { S3Uri: 's3://b/base/constraints.json' } },
  DataQualityJobInput: { EndpointInput: { EndpointName: 'e', LocalPath: `${root}/input/endpoint` } },
  DataQualityJobOutputConfig: {
    MonitoringOutputs: [{ S3Output: { S3Uri: 's3://b/results', LocalPath: `${root}/output` } }],
  },
};

const qualityDefinition = {
  JobDefinitionName: 'q',
  ModelQualityAppSpecification: {
    ImageUri: '777275614652.dkr.ecr.us-east-2.amazonaws.com/sagemaker-model-monitor-analyzer',
    ProblemType: 'Regression',
  },
  ModelQualityBaselineConfig: { ConstraintsResource: { S3Uri: 's3://b/base/constraints.json' } },
  ModelQualityJobInput: {
    EndpointInput: { EndpointName: 'e', LocalPath: `${root}/input_data`, InferenceAttribute: '0' },
    GroundTruthS3Input: { S3Uri: 's3://b/truth/' },
  },
  ModelQualityJobOutputConfig: {
    MonitoringOutputs: [{ S3Output: { S3Uri: 's3://b/results/', LocalPath: `${root}/output` } }],
  },
  StoppingCondition: { MaxRuntimeInSeconds: 1800 },
};

async function openWith({
  expression = 'cron(0 * ? * * *)',
  due = at(6),
  hasEndpoint = true,
  definitionName = 'd',
  type = 'DataQuality',
} = {}) {
  const { store } = await openTestStore(log);
  await dataQualityDefinitionRecords.insert(store, { name: 'us-east-1/d', arn: 'd', createdAt: 0, definition });
  const quality = { name: 'us-east-1/q', arn: 'q', createdAt: 0, definition: qualityDefinition };
  await modelQualityDefinitionRecords.insert(store, quality);
  if (hasEndpoint) await insertEndpoint(store);
  const config = {
    ScheduleConfig: { ScheduleExpression: expression },
    MonitoringJobDefinitionName: definitionName,
    MonitoringType: type,
  };
  const arn = 'arn:aws:sagemaker:us-east-1:000000000000:monitoring-schedule/s';
  await monitoringScheduleRecords.insert(store, { name: 'us-east-1/s', arn, createdAt: 0, due, definition: config });
  return store;
}

async function insertEndpoint(store: Store): Promise<void> {
  const dataCapture = {
    InitialSamplingPercentage: 100,
    DestinationS3Uri: 's3://b/captured',
    CaptureOptions: [{ CaptureMode: 'Input' as const }],
  };
  const variant = { mode: 'Serial', containers: [], weight: 1, instanceCount: 1, startupTimeoutInSeconds: 1 } as const;
  const variants = ['v', 'w'].map((name) => ({ ...variant, name, modelName: 'm' }));
  await store
    .insertInto('endpoint')
    .values({
      name: 'us-east-1/e',
      name_lower: 'us-east-1/e',
      arn: 'e',
      status: 'InService',
      failure_reason: null,
      creation_time: 0,
      last_modified_time: 0,
      config_name: 'c',
      active: JSON.stringify({ configName: 'c', variants, dataCapture, formatVersion: 1 }),
      pending: null,
      deployment_config: null,
    })
    .execute();
  expect((await endpointRecords.find(store, 'us-east-1/e'))?.active?.variants).toHaveLength(2);
}

const dueOf = async (store: Store) => (await monitoringScheduleRecords.find(store, 'us-east-1/s'))?.due;

const begin = (store: Store, now: number) =>
  beginDueExecutions(store, now, (_schedule, error) => {
    throw error;
  });

describe('beginDueExecutions()', () => {
  it('makes the job of an hour two minutes after its end, once', async () => {
    const store = await openWith();
    expect(await begin(store, at(6, 1))).toEqual([]);
    const found = await Promise.all([begin(store, at(6, 2)), begin(store, at(6, 2))]);
    const names = found.flat();
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^us-east-1\/model-monitoring-202601310600-[0-9a-f]{24}$/);
    expect(await dueOf(store)).toBe(at(7));
    const job = await processingJobRecords.find(store, names[0] ?? '');
    expect(job).toMatchObject({ status: 'InProgress', schedule: 'us-east-1/s', createdAt: at(6, 2) });
    expect(job?.definition.execution).toMatchObject({ scheduledTime: at(6), endpoint: 'e', definitionName: 'd' });
    expect(job?.definition.request).toMatchObject({
      ProcessingInputs: [
        {
          S3Input: {
            S3Uri: 's3://b/captured/e/v/2026/01/31/05',
            LocalPath: `${root}/input/endpoint/e/v/2026/01/31/05`,
          },
        },
        { S3Input: { S3Uri: 's3://b/captured/e/w/2026/01/31/05' } },
        { InputName: 'constraints', S3Input: { S3Uri: 's3://b/base/constraints.json' } },
      ],
      ProcessingOutputConfig: { Outputs: [{ S3Output: { S3Uri: 's3://b/results/e/s/2026/01/31/06' } }] },
      Environment: {
        start_time: '2026-01-31T05:00:00Z',
        end_time: '2026-01-31T06:00:00Z',
        baseline_constraints: `${root}/baseline/constraints/constraints.json`,
        sagemaker_endpoint_name: 'e',
        sagemaker_monitoring_schedule_name: 's',
      },
    });
  });

  // Names, folders, images and variables: a published log of both jobs of such an execution at AWS.
  it('makes two jobs of the quality of a model: one merges, and the next one analyses what it merged', async () => {
    const store = await openWith({ definitionName: 'q', type: 'ModelQuality' });
    const [name = ''] = await begin(store, at(6, 2));
    expect(name).toMatch(/^us-east-1\/groundtruth-merge-202601310600-[0-9a-f]{24}$/);
    const job = await processingJobRecords.find(store, name);
    expect(job?.definition.request).toMatchObject({
      AppSpecification: {
        ImageUri: '777275614652.dkr.ecr.us-east-2.amazonaws.com/sagemaker-model-monitor-groundtruth-merger',
      },
      Environment: {
        dataset_source: `${root}/input_data`,
        ground_truth_source: `${root}/groundtruth`,
        output_path: `${root}/output`,
      },
      ProcessingInputs: [
        {
          InputName: 'groundtruth_input_1',
          S3Input: { S3Uri: 's3://b/truth/2026/01/31/05', LocalPath: `${root}/groundtruth/2026/01/31/05` },
        },
        { InputName: 'groundtruth_input_2', S3Input: { S3Uri: 's3://b/truth/2026/01/31/06' } },
        {
          InputName: 'endpoint_input_1',
          S3Input: {
            S3Uri: 's3://b/captured/e/v/2026/01/31/05',
            LocalPath: `${root}/input_data/e/v/2026/01/31/05`,
          },
        },
        { S3Input: { S3Uri: 's3://b/captured/e/w/2026/01/31/05' } },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'result',
            S3Output: { S3Uri: 's3://b/results/merge', LocalPath: `${root}/output`, S3UploadMode: 'EndOfJob' },
          },
          { OutputName: 'report', S3Output: { S3Uri: 's3://b/results/e/s/2026/01/31/06' } },
        ],
      },
      StoppingCondition: { MaxRuntimeInSeconds: 1800 },
    });
    const next = job?.definition.next;
    expect(next?.ProcessingJobName).toBe(name.replace('us-east-1/groundtruth-merge', 'model-quality-monitoring'));
    expect(next).toMatchObject({
      AppSpecification: { ImageUri: qualityDefinition.ModelQualityAppSpecification.ImageUri },
      Environment: {
        analysis_type: 'MODEL_QUALITY',
        dataset_format: '{"sagemakerMergeJson":{"captureIndexNames":["endpointOutput"]}}',
        dataset_source: `${root}/input_data`,
        start_time: '2026-01-31T05:00:00Z',
        end_time: '2026-01-31T06:00:00Z',
        problem_type: 'Regression',
        inference_attribute: '0',
      },
      ProcessingInputs: [
        {
          InputName: 'endpoint_input_1',
          S3Input: {
            S3Uri: 's3://b/results/merge/e/v/2026/01/31/05',
            LocalPath: `${root}/input_data/e/v/2026/01/31/05`,
          },
        },
        { S3Input: { S3Uri: 's3://b/results/merge/e/w/2026/01/31/05' } },
        { InputName: 'constraints' },
      ],
      ProcessingOutputConfig: {
        Outputs: [{ OutputName: 'result', S3Output: { S3Uri: 's3://b/results/e/s/2026/01/31/06' } }],
      },
    });
    expect(next?.Environment).not.toHaveProperty('ground_truth_source');
  });

  it('makes the jobs that were due while no server ran, back to one day', async () => {
    const store = await openWith({ expression: 'cron(0 0/12 ? * * *)', due: at(-36) });
    const names: string[] = [];
    // Due at -36, -24, -12, 0 and 12 o'clock; at 12:02 the first three are older than a day.
    for (let round = 0; round < 6; round++) names.push(...(await begin(store, at(12, 2))));
    expect(names.map((name) => /-(\d{12})-/.exec(name)?.[1])).toEqual(['202601310000', '202601311200']);
    expect(await dueOf(store)).toBe(at(24));
  });

  it('makes one job of NOW, at once', async () => {
    const store = await openWith({ expression: 'NOW', due: at(6, 30) });
    expect(await begin(store, at(6, 30))).toHaveLength(1);
    expect(await dueOf(store)).toBeUndefined();
    expect(await begin(store, at(8))).toEqual([]);
  });

  it('makes a failed job if the endpoint is gone', async () => {
    const store = await openWith({ hasEndpoint: false });
    expect(await begin(store, at(6, 2))).toEqual([]);
    expect(await processingJobRecords.executions(store, 'us-east-1/s')).toMatchObject([
      { status: 'Failed', failureReason: 'The endpoint e does not exist, or was never in service.' },
    ]);
    expect(await dueOf(store)).toBe(at(7));
  });

  it('makes none where the definition is gone', async () => {
    const store = await openWith({ definitionName: 'gone' });
    expect(await begin(store, at(6, 2))).toEqual([]);
    expect(await processingJobRecords.executions(store)).toEqual([]);
    expect(await dueOf(store)).toBe(at(7));
  });

  it('goes on to the other schedules where one fails', async () => {
    const store = await openWith();
    const arn = 'arn:aws:sagemaker:us-east-1:000000000000:monitoring-schedule/a';
    const unreadable = { name: 'us-east-1/a', arn, createdAt: 0, due: at(5), definition: {} };
    await monitoringScheduleRecords.insert(store, unreadable);
    // As a newer version may have written it.
    const definition = JSON.stringify({ formatVersion: 99 });
    await store.updateTable('monitoring_schedule').set({ definition }).where('name', '=', 'us-east-1/a').execute();
    const failed: string[] = [];
    expect(await beginDueExecutions(store, at(6, 2), (schedule) => failed.push(schedule))).toHaveLength(1);
    expect(failed).toEqual(['us-east-1/a']);
    expect(await dueOf(store)).toBe(at(7));
  });
});
