import { describe, expect, it } from 'vitest';
import { checkTransformRequest } from '../../../src/serving/transform-job/check-transform-request.ts';
import type { TransformRequest } from '../../../src/serving/records/transform-request.ts';

interface Members {
  readonly input?: object;
  readonly output?: object;
  readonly [member: string]: unknown;
}

/** A valid job over lines of CSV, with these members instead. */
function requestOf({ input, output, ...rest }: Members): TransformRequest {
  return {
    TransformJobName: 'job',
    ModelName: 'model',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://in/rows/' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
      ...input,
    },
    TransformOutput: { S3OutputPath: 's3://out/rows', AssembleWith: 'Line', ...output },
    ...rest,
  };
}

const whole = { input: { SplitType: 'None' }, output: { AssembleWith: 'None' } };

describe('checkTransformRequest()', () => {
  it.each<[string, Members]>([
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
    expect(() => checkTransformRequest(requestOf(members))).not.toThrow();
  });

  it.each<[string, Members, string]>([
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
      'captured data without an address',
      { DataCaptureConfig: { DestinationS3Uri: 'https://x/y' } },
      'DataCaptureConfig.DestinationS3Uri must be an s3:// address',
    ],
  ])('refuses %s', (_name, members, message) => {
    expect(() => checkTransformRequest(requestOf(members))).toThrow(message);
  });
});
