import { describe, expect, it } from 'vitest';
import type { StageDefinition } from '../../../../src/serving/container/stage-definition.ts';
import { BatchOptionError } from '../../../../src/serving/transform-job/plan/batch-option-error.ts';
import type { TransformPlan } from '../../../../src/serving/transform-job/plan/transform-plan.ts';
import { type JobMembers, transformPlan } from '../../../support/transform-plan.ts';

const captured = { DestinationS3Uri: 's3://captured/data' };
const container: StageDefinition = { hostname: 'primary', image: 'x:1', environment: { A: 'own', B: 'own' } };

const whole = { input: { SplitType: 'None' }, output: { AssembleWith: 'None' } };

/** The plan of a job that says no more than it must. */
const least: TransformPlan = {
  name: 'job',
  containers: [],
  instanceCount: 1,
  input: {
    listing: 'prefix',
    place: { bucket: 'in', key: 'rows/' },
    contentType: 'text/csv',
    compression: 'by-name',
    format: { kind: 'split', splitType: 'Line' },
  },
  // Ten minutes and three retries: SageMaker API reference, ModelClientConfig.
  batching: { invocationTimeoutMs: 600_000, maxRetries: 3, isDivisible: true },
  badRecords: { isQuarantined: false, placeholder: '\n', maxRejectedShare: 1, checkRows: false },
  output: { folder: { bucket: 'out', key: 'rows' }, assembleWith: 'Line', format: { kind: 'plain' } },
};

const quarantine = { CATENARY_BATCH_BAD_RECORDS: 'quarantine' };
const { input, output, batching, badRecords } = least;

describe('compileTransformPlan()', () => {
  it.each<[string, JobMembers, Partial<TransformPlan>]>([
    ['what must be there', {}, {}],
    [
      'a manifest',
      { input: { DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://in/m' } } } },
      { input: { ...input, listing: 'manifest', place: { bucket: 'in', key: 'm' } } },
    ],
    ['gzip', { input: { CompressionType: 'Gzip' } }, { input: { ...input, compression: 'gzip' } }],
    [
      'no gzip, whatever names say',
      { input: { CompressionType: 'None' } },
      { input: { ...input, compression: 'none' } },
    ],
    [
      'TFRecord, whose names say nothing',
      { input: { SplitType: 'TFRecord' } },
      { input: { ...input, compression: 'none', format: { kind: 'split', splitType: 'TFRecord' } } },
    ],
    [
      'one record at a time, five requests of 2 MB',
      { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 5, MaxPayloadInMB: 2 },
      { batching: { ...batching, strategy: 'SINGLE_RECORD', maxConcurrentTransforms: 5, maxPayloadInMB: 2 } },
    ],
    [
      'several records, as many requests as the container likes, without a limit',
      { BatchStrategy: 'MultiRecord', MaxConcurrentTransforms: 0, MaxPayloadInMB: 0 },
      { batching: { ...batching, strategy: 'MULTI_RECORD', maxPayloadInMB: 0 } },
    ],
    [
      'a time limit and no retries',
      { ModelClientConfig: { InvocationsTimeoutInSeconds: 7, InvocationsMaxRetries: 0 } },
      { batching: { ...batching, invocationTimeoutMs: 7000, maxRetries: 0 } },
    ],
    [
      'answers of JSON, which are not cut',
      { output: { Accept: 'application/json' } },
      { output: { ...output, accept: 'application/json' }, batching: { ...batching, isDivisible: false } },
    ],
    [
      'the size of an instance',
      { TransformResources: { InstanceType: 'ml.c5.xlarge' } },
      { instanceType: 'ml.c5.xlarge' },
    ],
    ['two instances', { TransformResources: { InstanceCount: 2 } }, { instanceCount: 2 }],
    [
      'filters and a join',
      { DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' } },
      {
        processing: {
          dialect: 'csv',
          input: [{ kind: 'range', start: 1, end: undefined }],
          output: [{ kind: 'indices', indices: [0, -1] }],
          joins: true,
        },
      },
    ],
    ['filters that do nothing', { DataProcessing: { InputFilter: '$', JoinSource: 'None' } }, {}],
    [
      'quarantine, which counts rows',
      { Environment: quarantine },
      { badRecords: { ...badRecords, isQuarantined: true, checkRows: true } },
    ],
    [
      'quarantine of a tenth, without a line for it, and without counting',
      {
        Environment: {
          ...quarantine,
          CATENARY_BATCH_REJECTED_LINE: 'omit',
          CATENARY_BATCH_MAX_REJECTED_SHARE: '0.1',
          CATENARY_BATCH_ROW_IDENTITY: 'off',
        },
      },
      { badRecords: { isQuarantined: true, placeholder: '', maxRejectedShare: 0.1, checkRows: false } },
    ],
    ['captured data', { DataCaptureConfig: captured }, { capture: { bucket: 'captured', key: 'data' } }],
    [
      'ids in JSON Lines, by Accept',
      {
        input: { ContentType: 'text/csv' },
        output: { Accept: 'application/jsonlines; charset=utf-8' },
        DataCaptureConfig: { ...captured, GenerateInferenceId: true },
      },
      {
        capture: { bucket: 'captured', key: 'data' },
        stamp: 'json',
        output: { ...output, accept: 'application/jsonlines; charset=utf-8' },
        batching: { ...batching, isDivisible: false },
      },
    ],
    [
      'ids in CSV, by ContentType',
      { DataCaptureConfig: { ...captured, GenerateInferenceId: true } },
      { capture: { bucket: 'captured', key: 'data' }, stamp: 'csv' },
    ],
  ])('makes a plan of %s, which is plain data', (_name, members, expected) => {
    const plan = transformPlan(members);
    expect(plan).toEqual({ ...least, ...expected });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('gives the containers the variables of the job beside their own', () => {
    const Environment = { B: 'of the job', CATENARY_BATCH_BAD_RECORDS: 'fail' };
    const members = { Environment, BatchStrategy: 'SingleRecord', MaxPayloadInMB: 2, MaxConcurrentTransforms: 3 };
    // Names and words: developer guide, "Use Your Own Inference Code with Batch Transform".
    expect(transformPlan(members, [container]).containers).toEqual([
      {
        ...container,
        environment: {
          A: 'own',
          B: 'of the job',
          CATENARY_BATCH_BAD_RECORDS: 'fail',
          SAGEMAKER_BATCH: 'true',
          SAGEMAKER_BATCH_STRATEGY: 'SINGLE_RECORD',
          SAGEMAKER_MAX_PAYLOAD_IN_MB: '2',
          SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '3',
        },
      },
    ]);
  });

  it('refuses a model with a container in MultiModel mode', () => {
    const multiModel = { prefix: 's3://models/', isCached: true };
    expect(() => transformPlan({}, [container, { ...container, multiModel }])).toThrow(
      'Batch transform does not support model model: it has a container in MultiModel mode.',
    );
  });

  it.each<[string, JobMembers]>([
    ['nothing but what must be there', {}],
    ['every split without processing', { input: { SplitType: 'TFRecord' } }],
    ['a manifest', { input: { DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://in/m' } } } }],
    ['100 MB in all', { MaxConcurrentTransforms: 20, MaxPayloadInMB: 5 }],
    ['100 MB alone', { MaxPayloadInMB: 100 }],
    ['no limit, however many at once', { MaxConcurrentTransforms: 500, MaxPayloadInMB: 0 }],
    // The product is looked at where the caller named a number of requests: 0 asks the container for it.
    ['as many as the container likes', { MaxConcurrentTransforms: 0, MaxPayloadInMB: 100 }],
    ['filters of lines', { DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' } }],
    ['filters that do nothing, of a whole object', { ...whole, DataProcessing: { InputFilter: '$' } }],
    [
      'quarantine record by record, whatever the answers are',
      {
        BatchStrategy: 'SingleRecord',
        output: { Accept: 'application/json' },
        Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine' },
      },
    ],
    [
      'filters of a whole JSON document',
      {
        input: { SplitType: 'None', ContentType: 'application/json' },
        output: { AssembleWith: 'None' },
        DataProcessing: { InputFilter: '$.features' },
      },
    ],
  ])('takes %s', (_name, members) => {
    expect(() => transformPlan(members)).not.toThrow();
  });

  it.each<[string, JobMembers, string]>([
    [
      'quarantine with an answer that has no lines',
      { output: { Accept: 'application/json' }, Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine' } },
      'CATENARY_BATCH_ROW_IDENTITY=on (the default with quarantine) needs answers whose rows are lines; Accept is application/json.',
    ],
    ['a split that there is none of', { input: { SplitType: 'Word' } }, 'SplitType Word is not known'],
    [
      'an augmented manifest',
      { input: { DataSource: { S3DataSource: { S3DataType: 'AugmentedManifestFile', S3Uri: 's3://in/m' } } } },
      'S3DataType AugmentedManifestFile is not supported in batch transform',
    ],
    ['requests over 100 MB', { MaxPayloadInMB: 101 }, 'MaxPayloadInMB must be at most 100; it is 101.'],
    [
      'more than 100 MB in all',
      { MaxConcurrentTransforms: 21, MaxPayloadInMB: 5 },
      'must be at most 100 MB; it is 21 * 5 = 105.',
    ],
    ['more than 100 MB in all, at 6 MB by default', { MaxConcurrentTransforms: 17 }, 'it is 17 * 6 = 102.'],
    [
      'a join that is not put together by lines',
      { output: { AssembleWith: 'None' }, DataProcessing: { JoinSource: 'Input' } },
      'DataProcessing needs AssembleWith to equal SplitType; they are None and Line.',
    ],
    [
      'a filter of all lines of an object at once',
      { ...whole, DataProcessing: { InputFilter: '$[1:]' } },
      'DataProcessing of text/csv needs SplitType and AssembleWith Line; they are None.',
    ],
    [
      'a filter of another content type',
      { input: { ContentType: 'application/x-npy' }, DataProcessing: { OutputFilter: '$[0]' } },
      'DataProcessing works on text/csv, application/json and application/jsonlines',
    ],
    [
      'a name in a path of CSV',
      { DataProcessing: { InputFilter: '$.features' } },
      'Names cannot select from CSV: use positions, such as $[0] or $[1:].',
    ],
    [
      'two ranges, with the message of the service',
      { DataProcessing: { InputFilter: '$[0:2,246:]' } },
      'Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported. Format [0:2,246:] is not supported',
    ],
    [
      'a switch that there is none of',
      { Environment: { CATENARY_BATCH_BAD_RECORDS: 'ignore' } },
      'CATENARY_BATCH_BAD_RECORDS must be one of fail, quarantine',
    ],
    [
      'a variable that is misspelt',
      { Environment: { CATENARY_BATCH_BAD_RECORD: 'fail' } },
      'is not a variable of a transform job; use CATENARY_BATCH_BAD_RECORDS.',
    ],
    [
      'a share that is no number',
      { Environment: { CATENARY_BATCH_MAX_REJECTED_SHARE: ' ' } },
      'CATENARY_BATCH_MAX_REJECTED_SHARE must be a number from 0 to 1; it is " ".',
    ],
    [
      'an input that is not in a bucket',
      { input: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 'https://x/y' } } } },
      'S3Uri must be an s3:// address: https://x/y',
    ],
    [
      'an output that is not in a bucket',
      { output: { S3OutputPath: 'https://x/y' } },
      'S3OutputPath must be an s3:// address: https://x/y',
    ],
    ['a header that cannot be one', { output: { Accept: 'text/csv\n' } }, 'TransformOutput.Accept must be ASCII text'],
    [
      'ids in an output that they cannot stand in',
      { output: { Accept: 'application/x-npy' }, DataCaptureConfig: { ...captured, GenerateInferenceId: true } },
      'works on outputs of text/csv, application/json and application/jsonlines; Accept (or ContentType, where it is not given) is "application/x-npy".',
    ],
    [
      'captured data without an address',
      { DataCaptureConfig: { DestinationS3Uri: 'https://x/y' } },
      'DataCaptureConfig.DestinationS3Uri must be an s3:// address',
    ],
  ])('refuses %s', (_name, members, message) => {
    const refusal = () => transformPlan(members);
    expect(refusal).toThrow(BatchOptionError);
    expect(refusal).toThrow(message);
  });
});
