import { describe, expect, it } from 'vitest';
import { compileAnalysisPlan } from '../../../src/serving/monitoring/analysis-plan.ts';
import { compileWork } from '../../../src/serving/monitoring/compile-work.ts';
import { isAnalyzerImage, isMonitorImage, mergerOf } from '../../../src/serving/monitoring/monitor-images.ts';
import type { ProcessingRequest } from '../../../src/serving/records/processing-request.ts';

const root = '/opt/ml/processing';
const input = (InputName: string, uri: string, path: string) => ({
  InputName,
  S3Input: { S3Uri: uri, LocalPath: `${root}/${path}`, S3DataType: 'S3Prefix' },
});

const request = (
  change: Partial<ProcessingRequest> = {},
  variables: Record<string, string> = {},
): ProcessingRequest => ({
  ProcessingJobName: 'job',
  AppSpecification: { ImageUri: 'sagemaker-model-monitor-analyzer' },
  ProcessingInputs: [
    input('a', 's3://b/captured/05', 'input/endpoint/e/v/05'),
    input('b', 's3://b/captured/06', 'input/endpoint/e/v/06'),
    input('constraints', 's3://b/base/constraints.json', 'baseline/constraints'),
    input('baseline', 's3://b/base', 'baseline/stats'),
  ],
  ProcessingOutputConfig: {
    Outputs: [{ OutputName: 'o', S3Output: { S3Uri: 's3://b/results', LocalPath: `${root}/output` } }],
  },
  Environment: {
    dataset_format: '{"sagemakerCaptureJson":{"captureIndexNames":["endpointInput","endpointOutput"]}}',
    dataset_source: `${root}/input/endpoint`,
    output_path: `${root}/output`,
    ...variables,
  },
  ...change,
});

const full = {
  baseline_constraints: `${root}/baseline/constraints/constraints.json`,
  baseline_statistics: `${root}/baseline/stats/statistics.json`,
  start_time: '2026-01-31T05:00:00Z',
  end_time: '2026-01-31T07:00:00Z',
  publish_cloudwatch_metrics: 'Enabled',
  sagemaker_endpoint_name: 'e',
  sagemaker_monitoring_schedule_name: 's',
};

describe('compileAnalysisPlan()', () => {
  it('finds objects by the folders that they are in for the container', () => {
    expect(compileAnalysisPlan(request({}, full))).toEqual({
      format: { kind: 'capture' },
      inputs: [
        { bucket: 'b', key: 'captured/05' },
        { bucket: 'b', key: 'captured/06' },
      ],
      output: { bucket: 'b', key: 'results' },
      baseline: {
        constraints: { bucket: 'b', key: 'base/constraints.json' },
        statistics: { bucket: 'b', key: 'base/statistics.json' },
      },
      window: { from: Date.UTC(2026, 0, 31, 5), to: Date.UTC(2026, 0, 31, 7) },
      metrics: { endpoint: 'e', schedule: 's' },
    });
  });

  it('needs neither a baseline nor a time', () => {
    const plan = compileAnalysisPlan(request());
    expect([plan.baseline, plan.metrics, plan.window]).toEqual([
      undefined,
      undefined,
      { from: -Infinity, to: Infinity },
    ]);
  });

  it.each([
    ['{"csv": {"header": true, "output_columns_position": "START"}}', { kind: 'csv', hasHeader: true }],
    ['{"Csv": {"Header": true}}', { kind: 'csv', hasHeader: true }],
    ['{"csv": {"header": false}}', { kind: 'csv', hasHeader: false }],
    ['{"json": {"lines": true}}', { kind: 'json-lines' }],
    ['{"Json": {"Line": true}}', { kind: 'json-lines' }],
    ['{"Parquet": {}}', { kind: 'parquet' }],
    ['{"sagemakerMergeJson":{"captureIndexNames":["endpointOutput"]}}', { kind: 'merge' }],
  ])('reads dataset_format %s', (text, format) => {
    expect(compileAnalysisPlan(request({}, { dataset_format: text })).format).toEqual(format);
  });

  it.each([
    [{ dataset_format: '{"avro": {}}' }, /^dataset_format must be .*; it is \{"avro": \{\}\}\.$/],
    [{ dataset_format: 'csv' }, /^dataset_format must be/],
    [{ dataset_format: '{"json": {"lines": false}}' }, /without lines is not offered/],
    [{ dataset_source: '/elsewhere' }, /^No input has a LocalPath at \/elsewhere/],
    [{ output_path: '/elsewhere' }, /^No output has the LocalPath \/elsewhere/],
    [{ baseline_constraints: '/elsewhere/c.json' }, /^No input has a LocalPath above \/elsewhere\/c.json/],
    [{ start_time: 'yesterday' }, /start_time is no time/],
    [{ record_preprocessor_script: 'a.py' }, /record_preprocessor_script is not offered/],
    [{ analysis_type: 'BIAS' }, /analysis_type BIAS is not offered/],
  ])('refuses %o', (variables, message) => {
    expect(() => compileAnalysisPlan(request({}, variables))).toThrow(message);
  });

  it('refuses a job without variables, manifests, and addresses that are not in S3', () => {
    expect(() => compileAnalysisPlan(request({ Environment: {} }))).toThrow('The variable dataset_format is missing');
    const [first] = request().ProcessingInputs ?? [];
    const changed = (change: object) => [{ InputName: 'a', S3Input: { ...first?.S3Input, ...change } }] as never;
    expect(() => compileAnalysisPlan(request({ ProcessingInputs: changed({ S3DataType: 'ManifestFile' }) }))).toThrow(
      'ManifestFile is not offered',
    );
    expect(() => compileAnalysisPlan(request({ ProcessingInputs: changed({ S3Uri: 'https://x' }) }))).toThrow(
      'https://x is not an address in S3',
    );
  });
});

describe('compileWork()', () => {
  const merge = (variables: Record<string, string> = {}) => ({
    ...request({
      AppSpecification: { ImageUri: 'sagemaker-model-monitor-groundtruth-merger' },
      ProcessingInputs: [
        input('groundtruth_input_1', 's3://b/truth/2021/05/06/22', 'groundtruth/2021/05/06/22'),
        input('endpoint_input_1', 's3://b/captured/e/v/2021/05/06/22', 'input_data/e/v/2021/05/06/22'),
        input('endpoint_input_2', 's3://b/all', 'input_data'),
      ],
    }),
    Environment: {
      dataset_source: `${root}/input_data`,
      ground_truth_source: `${root}/groundtruth`,
      output_path: `${root}/output`,
      ...variables,
    },
  });

  it("knows what a job with the merger's image joins, and where in the container that lies", () => {
    expect(compileWork(merge())).toEqual({
      merge: {
        inputs: [
          { place: { bucket: 'b', key: 'captured/e/v/2021/05/06/22' }, folder: 'e/v/2021/05/06/22' },
          { place: { bucket: 'b', key: 'all' }, folder: '' },
        ],
        groundTruth: [{ bucket: 'b', key: 'truth/2021/05/06/22' }],
        output: { bucket: 'b', key: 'results' },
      },
    });
    expect(compileWork(request())).toMatchObject({ analysis: { format: { kind: 'capture' } } });
  });

  it.each([
    [{ ground_truth_source: '/elsewhere' }, 'No input has a LocalPath at /elsewhere, which ground_truth_source names.'],
    [{ report_path: '/elsewhere' }, 'No output has the LocalPath /elsewhere, which report_path names.'],
  ])('refuses %o', (variables, message) => {
    expect(() => compileWork(merge(variables))).toThrow(message);
  });

  it('does not analyse the quality of a model by captures that have no labels', () => {
    const variables = { analysis_type: 'MODEL_QUALITY', problem_type: 'Regression' };
    expect(() => compileWork(request({}, variables))).toThrow(/^Captured answers have no labels/);
  });
});

describe('isMonitorImage()', () => {
  it('knows both images by the names of their repositories', () => {
    const repository = '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer';
    const merger = '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-groundtruth-merger';
    expect(mergerOf(repository)).toBe(merger);
    const images = [repository, `${repository}:latest`, merger, 'sagemaker-spark-processing:3.5'];
    expect(images.map(isMonitorImage)).toEqual([true, true, true, false]);
    expect(images.map(isAnalyzerImage)).toEqual([true, true, false, false]);
  });
});
