import { describe, expect, it } from 'vitest';
import { demandsOf } from '../../src/entry/rights/demands-of.ts';
import { isAllowed, type Statement } from '../../src/entry/rights/is-allowed.ts';
import { cloudwatchOperations } from '../../src/operations/cloudwatch/operations.ts';
import { runtimeOperations } from '../../src/operations/runtime/operations.ts';
import { s3Operations } from '../../src/operations/s3/operations.ts';
import { sagemakerOperations } from '../../src/operations/sagemaker/operations.ts';

const allow = (actions: string, resources: string): Statement => ({
  effect: 'Allow',
  actions: actions.split(' '),
  resources: resources.split(' '),
});
const deny = (actions: string, resources: string): Statement => ({ ...allow(actions, resources), effect: 'Deny' });

// IAM User Guide, "Policy evaluation logic": an explicit deny wins; without an allow everything is denied.
describe('isAllowed()', () => {
  it.each([
    ['nothing, without a statement', [], 's3:GetObject', '*', false],
    ['what is allowed', [allow('s3:GetObject', '*')], 's3:GetObject', 'arn:aws:s3:::a/b', true],
    ['an action in other letters', [allow('S3:getobject', '*')], 's3:GetObject', 'arn:aws:s3:::a/b', true],
    ['actions by *', [allow('s3:Get*', '*')], 's3:GetObject', 'arn:aws:s3:::a/b', true],
    ['no other action', [allow('s3:Get*', '*')], 's3:PutObject', 'arn:aws:s3:::a/b', false],
    ['no other service', [allow('s3:*', '*')], 'sagemaker:ListModels', '*', false],
    ['resources by *', [allow('s3:*', 'arn:aws:s3:::a/*')], 's3:GetObject', 'arn:aws:s3:::a/b/c', true],
    ['no other resource', [allow('s3:*', 'arn:aws:s3:::a/*')], 's3:GetObject', 'arn:aws:s3:::ab/c', false],
    ['no resource in other letters', [allow('s3:*', 'arn:aws:s3:::a/B')], 's3:GetObject', 'arn:aws:s3:::a/b', false],
    ['not the bucket with its objects', [allow('s3:*', 'arn:aws:s3:::a/*')], 's3:ListBucket', 'arn:aws:s3:::a', false],
    ['nothing of all for one', [allow('*', 'arn:aws:s3:::a')], 'sagemaker:ListModels', '*', false],
    ['not what is denied', [allow('*', '*'), deny('s3:Delete*', '*')], 's3:DeleteObject', 'arn:aws:s3:::a/b', false],
    [
      'a denial before its allowance',
      [deny('s3:Put*', '*'), allow('*', '*')],
      's3:PutObject',
      'arn:aws:s3:::a/b',
      false,
    ],
    ['what a denial does not name', [allow('*', '*'), deny('s3:*', '*')], 'sagemaker:ListModels', '*', true],
  ])('allows %s', (_, statements, action, resource, expected) => {
    expect(isAllowed(statements, { action, resource })).toBe(expected);
  });
});

describe('demandsOf()', () => {
  const realm = { region: 'eu-west-1', account: '123456789012' };
  const arn = (rest: string) => `arn:aws:sagemaker:eu-west-1:123456789012:${rest}`;
  const services = {
    sagemaker: sagemakerOperations,
    runtime: runtimeOperations,
    s3: s3Operations,
    cloudwatch: cloudwatchOperations,
  };
  const demands = (service: keyof typeof services, name: string, input: unknown) =>
    demandsOf({ service: services[service], operation: { name }, input }, realm).map(
      ({ action, resource }) => `${action} ${resource}`,
    );

  it.each([
    ['DescribeModel', { ModelName: 'Pricing' }, ['model/pricing']],
    ['CreateEndpoint', { EndpointName: 'a', EndpointConfigName: 'b' }, ['endpoint/a', 'endpoint-config/b']],
    ['AddTags', { ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/A' }, ['endpoint/a']],
    ['ListTags', { ResourceArn: arn('model/a') }, ['model/a']],
    ['DescribeModelPackage', { ModelPackageName: 'arn:aws:sagemaker:x:1:model-package/g/1' }, undefined],
    ['DescribeModelPackage', { ModelPackageName: 'g' }, ['model-package/g']],
    ['StopProcessingJob', { ProcessingJobName: 'a' }, ['processing-job/a']],
    ['StartMonitoringSchedule', { MonitoringScheduleName: 'a' }, ['monitoring-schedule/a']],
    ['DeleteDataQualityJobDefinition', { JobDefinitionName: 'a' }, ['data-quality-job-definition/a']],
    ['DeleteModelQualityJobDefinition', { JobDefinitionName: 'a' }, ['model-quality-job-definition/a']],
    ['UpdateModelPackage', { ModelPackageArn: arn('model-package/g/1') }, ['model-package/g/1']],
  ])('of %s with %j names its resources', (name, input, resources) => {
    const found = resources?.map((resource) => `sagemaker:${name} ${arn(resource)}`);
    // What is no ARN of this server stands as it was given.
    expect(demands('sagemaker', name, input)).toEqual(found ?? [`sagemaker:${name} ${Object.values(input)[0]}`]);
  });

  it('of lists, and of services without resources, is everything', () => {
    expect(demands('sagemaker', 'ListModelPackages', { ModelPackageGroupName: 'g' })).toEqual([
      'sagemaker:ListModelPackages *',
    ]);
    expect(demands('cloudwatch', 'GetMetricData', {})).toEqual(['cloudwatch:GetMetricData *']);
  });

  it('of an invocation is its endpoint', () => {
    expect(demands('runtime', 'InvokeEndpoint', { EndpointName: 'Shop' })).toEqual([
      `sagemaker:InvokeEndpoint ${arn('endpoint/shop')}`,
    ]);
  });

  it('of S3 has the names of its actions', () => {
    const ask = (name: string, bucket: string, key: string, headers = {}) =>
      demands('s3', name, { bucket, key, request: { headers } });
    expect(ask('HeadObject', 'b', 'k/l')).toEqual(['s3:GetObject arn:aws:s3:::b/k/l']);
    expect(ask('ListObjectsV2', 'b', '')).toEqual(['s3:ListBucket arn:aws:s3:::b']);
    expect(ask('ListBuckets', '', '')).toEqual(['s3:ListAllMyBuckets *']);
    expect(ask('UploadPart', 'b', 'k')).toEqual(['s3:PutObject arn:aws:s3:::b/k']);
    expect(ask('CopyObject', 'b', 'k', { 'x-amz-copy-source': '/c/d%20e' })).toEqual([
      's3:GetObject arn:aws:s3:::c/d e',
      's3:PutObject arn:aws:s3:::b/k',
    ]);
  });

  it('of no other operation than the copies is another object', () => {
    const readers = Object.values(s3Operations.operations).filter(({ header }) => header === 'x-amz-copy-source');
    expect(readers.map(({ name }) => name).toSorted()).toEqual(['CopyObject', 'UploadPartCopy']);
  });
});
