import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import {
  createEndpoint,
  diamondsContainer,
  golden,
  invoke,
  linesOf,
  readExample,
  uploadDiamonds,
} from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { createTransformJob, csvLines } from '../support/transform-job.ts';

/** The model registry: groups, packages by themselves and in versions, and models that are made of them. */
let server: TestServer;
const [row] = linesOf(readExample('requests.csv')) as [string];
const [answer] = linesOf(golden('xgboost.csv')) as [string];
const chain = { Containers: [diamondsContainer('sparkml'), diamondsContainer('xgboost')] };
const single = { Containers: [diamondsContainer('xgboost')] };
const arn = (kind: string, name: string) => `arn:aws:sagemaker:us-east-1:000000000000:${kind}/${name}`;
const call = (operation: string, input: object) => server.client.operation(operation, input);
const createGroup = (name: string, more: object = {}) =>
  call('CreateModelPackageGroup', { ModelPackageGroupName: name, ...more });
const createVersion = async (group: string, more: object = {}) =>
  (await call('CreateModelPackage', { ModelPackageGroupName: group, InferenceSpecification: chain, ...more }))
    .ModelPackageArn;
const describePackage = (name: unknown) => call('DescribeModelPackage', { ModelPackageName: name });
const listPackages = async (input: object) => {
  const { ModelPackageSummaryList: list, NextToken: next } = await call('ListModelPackages', input);
  return { arns: (list as { ModelPackageArn: string }[]).map((one) => one.ModelPackageArn), list, next };
};

beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

describe('groups', () => {
  it('are created once, described by name and ARN, listed by name and time, tagged and deleted', async () => {
    const tags = [{ Key: 'a', Value: '1' }];
    const created = await createGroup('Groups-B', { ModelPackageGroupDescription: 'prices', Tags: tags });
    expect(created).toEqual({ ModelPackageGroupArn: arn('model-package-group', 'groups-b') });
    await createGroup('groups-a');
    await expect(createGroup('groups-b')).rejects.toThrow(
      `Model Package Group already exists: ${arn('model-package-group', 'groups-b')}`,
    );
    for (const name of ['Groups-B', arn('model-package-group', 'groups-b')])
      expect(await call('DescribeModelPackageGroup', { ModelPackageGroupName: name })).toEqual({
        ModelPackageGroupName: 'Groups-B',
        ModelPackageGroupDescription: 'prices',
        ModelPackageGroupArn: arn('model-package-group', 'groups-b'),
        CreationTime: expect.any(Number) as number,
        CreatedBy: {},
        ModelPackageGroupStatus: 'Completed',
      });
    const resource = { ResourceArn: arn('model-package-group', 'groups-b') };
    expect(await call('ListTags', resource)).toEqual({ Tags: tags });

    const names = async (input: object) => {
      const filtered = { NameContains: 'roups-', ...input };
      const { ModelPackageGroupSummaryList: list } = await call('ListModelPackageGroups', filtered);
      return (list as Record<string, string>[]).map((group) => group.ModelPackageGroupName);
    };
    expect(await names({})).toEqual(['Groups-B', 'groups-a']);
    expect(await names({ SortOrder: 'Descending' })).toEqual(['groups-a', 'Groups-B']);
    expect(await names({ SortBy: 'Name', MaxResults: 1 })).toEqual(['Groups-B']);
    expect(await names({ CrossAccountFilterOption: 'CrossAccount' })).toEqual([]);
    const { ModelPackageGroupSummaryList: described } = await call('ListModelPackageGroups', { NameContains: 's-B' });
    expect(described).toMatchObject([{ ModelPackageGroupDescription: 'prices', ModelPackageGroupStatus: 'Completed' }]);

    await call('DeleteModelPackageGroup', { ModelPackageGroupName: 'Groups-B' });
    await expect(call('DescribeModelPackageGroup', { ModelPackageGroupName: 'Groups-B' })).rejects.toThrow(
      `ModelPackageGroup ${arn('model-package-group', 'groups-b')} does not exist.`,
    );
    await expect(call('ListTags', resource)).rejects.toThrow('Could not find resource');
  });

  it('are deleted when no version is left, and give no number twice', async () => {
    await createGroup('numbered');
    expect(await createVersion('numbered')).toBe(arn('model-package', 'numbered/1'));
    expect(await createVersion('numbered')).toBe(arn('model-package', 'numbered/2'));
    await call('DeleteModelPackage', { ModelPackageName: arn('model-package', 'numbered/2') });
    expect(await createVersion('numbered')).toBe(arn('model-package', 'numbered/3'));
    const remove = call('DeleteModelPackageGroup', { ModelPackageGroupName: 'numbered' });
    await expect(remove).rejects.toThrow('it has 2 model packages. Delete them first.');
    for (const version of ['numbered/1', 'numbered/3'])
      await call('DeleteModelPackage', { ModelPackageName: arn('model-package', version) });
    await call('DeleteModelPackageGroup', { ModelPackageGroupName: 'numbered' });
    await expect(createVersion('numbered')).rejects.toThrow('does not exist.');
  });

  it('number versions that are made at once', async () => {
    await createGroup('at-once');
    const made = await Promise.all(Array.from({ length: 8 }, () => createVersion('at-once')));
    expect(new Set(made).size).toBe(8);
    const { arns } = await listPackages({ ModelPackageGroupName: 'at-once', SortBy: 'Name' });
    expect(arns).toEqual(Array.from({ length: 8 }, (_, at) => arn('model-package', `at-once/${at + 1}`)));
  });
});

describe('packages', () => {
  it('are described by what registered them, and by what was changed since', async () => {
    await createGroup('Described');
    const metrics = {
      ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: 's3://diamonds/m.json' } },
    };
    const version = await createVersion(arn('model-package-group', 'described'), {
      ModelPackageDescription: 'first',
      ModelMetrics: metrics,
      CustomerMetadataProperties: { a: '1', b: '2' },
      ClientToken: 'described',
    });
    const described = await describePackage(version);
    expect(described).toEqual({
      ModelPackageGroupName: 'Described',
      ModelPackageVersion: 1,
      ModelPackageArn: arn('model-package', 'described/1'),
      ModelPackageDescription: 'first',
      ModelMetrics: metrics,
      CustomerMetadataProperties: { a: '1', b: '2' },
      InferenceSpecification: chain,
      CertifyForMarketplace: false,
      ModelApprovalStatus: 'PendingManualApproval',
      ModelPackageStatus: 'Completed',
      ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
      CreationTime: expect.any(Number) as number,
      LastModifiedTime: described.CreationTime,
      CreatedBy: {},
    });
    expect(await describePackage('described/1')).toEqual(described);

    const update = (more: object) => call('UpdateModelPackage', { ModelPackageArn: version, ...more });
    expect(await update({ ModelApprovalStatus: 'Rejected', ApprovalDescription: 'too slow' })).toEqual({
      ModelPackageArn: version,
    });
    await update({ CustomerMetadataProperties: { b: '3', c: '4' }, CustomerMetadataPropertiesToRemove: ['a'] });
    await update({
      InferenceSpecification: single,
      SourceUri: 'git',
      ModelLifeCycle: { Stage: 's', StageStatus: 't' },
    });
    expect(await describePackage(version)).toMatchObject({
      ModelPackageDescription: 'first',
      ModelMetrics: metrics,
      ModelApprovalStatus: 'Rejected',
      ApprovalDescription: 'too slow',
      CustomerMetadataProperties: { b: '3', c: '4' },
      InferenceSpecification: single,
      SourceUri: 'git',
    });
    expect((await listPackages({ ModelPackageGroupName: 'Described' })).list).toEqual([
      {
        ModelPackageGroupName: 'Described',
        ModelPackageVersion: 1,
        ModelPackageArn: version,
        ModelPackageDescription: 'first',
        CreationTime: described.CreationTime,
        ModelPackageStatus: 'Completed',
        ModelApprovalStatus: 'Rejected',
        ModelLifeCycle: { Stage: 's', StageStatus: 't' },
      },
    ]);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, 'v']));
    await expect(update({ CustomerMetadataProperties: many })).rejects.toThrow('at most 50');
  });

  it('stand by themselves under a name of their own', async () => {
    const byItself = { ModelPackageName: 'By-Itself', InferenceSpecification: single, Tags: [{ Key: 'a', Value: '' }] };
    expect(await call('CreateModelPackage', byItself)).toEqual({ ModelPackageArn: arn('model-package', 'by-itself') });
    await expect(call('CreateModelPackage', byItself)).rejects.toThrow('Cannot create already existing model package');
    const described = await describePackage('By-Itself');
    expect(described).toMatchObject({ ModelPackageName: 'By-Itself', InferenceSpecification: single });
    expect(described).not.toHaveProperty('ModelApprovalStatus');
    expect(described).not.toHaveProperty('ModelPackageVersion');
    const resource = { ResourceArn: arn('model-package', 'by-itself') };
    expect(await call('ListTags', resource)).toEqual({ Tags: byItself.Tags });
    const { list } = await listPackages({ NameContains: 'Itself' });
    expect(list).toMatchObject([{ ModelPackageName: 'By-Itself' }]);
    await call('DeleteModelPackage', { ModelPackageName: 'By-Itself' });
    await expect(describePackage('By-Itself')).rejects.toThrow(
      `ModelPackage ${arn('model-package', 'by-itself')} does not exist.`,
    );
  });

  it('are made once by a request that is sent again', async () => {
    await createGroup('repeated');
    const again = () => createVersion('repeated', { ClientToken: 'one-request' });
    const all = await Promise.all([again(), again(), again()]);
    expect(new Set([...all, await again()])).toEqual(new Set([all[0]]));
    expect((await listPackages({ ModelPackageGroupName: 'repeated' })).arns).toEqual([all[0]]);
    await createGroup('another');
    await expect(createVersion('another', { ClientToken: 'one-request' })).rejects.toThrow('was used before');
  });

  it('are listed by type, group, approval and name, oldest first', async () => {
    await createGroup('listed');
    for (let at = 0; at < 11; at++) await createVersion('listed');
    await call('CreateModelPackage', { ModelPackageName: 'listed-alone', InferenceSpecification: single });
    const second = arn('model-package', 'listed/2');
    await call('UpdateModelPackage', { ModelPackageArn: second, ModelApprovalStatus: 'Approved' });
    const versions = Array.from({ length: 11 }, (_, at) => arn('model-package', `listed/${at + 1}`));
    const alone = arn('model-package', 'listed-alone');
    const arnsOf = async (input: object) => (await listPackages(input)).arns;
    expect(await arnsOf({ ModelPackageGroupName: 'listed' })).toEqual(versions);
    expect(await arnsOf({ ModelPackageGroupName: 'listed', ModelPackageType: 'Unversioned' })).toEqual([]);
    expect(await arnsOf({ ModelPackageGroupName: 'listed', ModelApprovalStatus: 'Approved' })).toEqual([second]);
    expect(await arnsOf({ NameContains: 'listed' })).toEqual([alone]);
    expect(await arnsOf({ NameContains: 'listed', ModelPackageType: 'Versioned' })).toEqual(versions);
    expect(await arnsOf({ NameContains: 'listed', ModelPackageType: 'Both', SortBy: 'Name' })).toEqual([
      alone,
      ...versions,
    ]);
    const newest = { ModelPackageGroupName: 'listed', SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 2 };
    const first = await listPackages(newest);
    expect(first.arns).toEqual(versions.slice(9).reverse());
    expect(await arnsOf({ ...newest, NextToken: first.next })).toEqual(versions.slice(7, 9).reverse());
  });

  it('belong to a region', async () => {
    const other = new ApiClient(server.url, credentials, 'eu-west-1');
    await createGroup('regional');
    const version = await createVersion('regional');
    await expect(other.operation('DescribeModelPackage', { ModelPackageName: version })).rejects.toThrow(
      `ModelPackage ${String(version)} does not exist.`,
    );
    await expect(
      other.operation('CreateModelPackage', { ModelPackageGroupName: 'regional', InferenceSpecification: chain }),
    ).rejects.toThrow('arn:aws:sagemaker:eu-west-1:000000000000:model-package-group/regional does not exist');
    expect(await other.operation('ListModelPackages', { ModelPackageType: 'Both' })).toEqual({
      ModelPackageSummaryList: [],
    });
  });

  it.each([
    [{}, 'Missing ARN.'],
    [{ ModelPackageName: 'x', ModelPackageGroupName: 'refusing' }, 'Both ModelPackageName and ModelPackageGroupName'],
    [{ ModelPackageGroupName: 'refusing', Tags: [{ Key: 'a', Value: 'b' }] }, 'a version has the tags of its group'],
    [{ ModelPackageGroupName: 'nowhere' }, 'does not exist'],
    [
      { ModelPackageName: 'x', InferenceSpecification: { Containers: [{ Image: 'no-such-image:1' }] } },
      'no-such-image:1',
    ],
    [
      {
        ModelPackageName: 'x',
        InferenceSpecification: {
          Containers: [{ Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/none.tar.gz' }],
        },
      },
      'Could not find model data at s3://diamonds/none.tar.gz: upload it first, for example by aws s3 cp model.tar.gz s3://diamonds/none.tar.gz',
    ],
    [{ ModelPackageName: 'x', InferenceSpecification: { Containers: [{ Environment: {} }] } }, 'has no Image'],
    [
      { ModelPackageName: 'x', SourceAlgorithmSpecification: { SourceAlgorithms: [{ AlgorithmName: 'a' }] } },
      'SourceAlgorithmSpecification is not offered: give InferenceSpecification',
    ],
    [
      {
        ModelPackageName: 'x',
        AdditionalInferenceSpecifications: [
          { Name: 'a', ...single },
          { Name: 'a', ...single },
        ],
      },
      'has the Name "a" twice',
    ],
    [{ ModelPackageName: 'x', CertifyForMarketplace: true }, 'there is no marketplace here'],
  ])('are refused: %j', async (input, message) => {
    await createGroup('refusing').catch(() => undefined);
    await expect(call('CreateModelPackage', input)).rejects.toThrow(message);
  });
});

describe('models of packages', () => {
  const createModel = (name: string, containers: object) => call('CreateModel', { ModelName: name, ...containers });

  it('are the pipeline of an approved version, and keep it', async () => {
    await createGroup('deployed');
    const version = await createVersion('deployed');
    const named = { PrimaryContainer: { ModelPackageName: version, Environment: { EXTRA: '1' } } };
    await expect(createModel('deployed', named)).rejects.toThrow(
      `Model package ${String(version)} cannot be deployed: its ModelApprovalStatus is PendingManualApproval. Set it to Approved by UpdateModelPackage.`,
    );
    await call('UpdateModelPackage', { ModelPackageArn: version, ModelApprovalStatus: 'Approved' });
    await createModel('deployed', named);
    expect(await call('DescribeModel', { ModelName: 'deployed' })).toMatchObject({
      PrimaryContainer: { ModelPackageName: version, Mode: 'SingleModel' },
    });
    await call('DeleteModelPackage', { ModelPackageName: version });
    expect(await createEndpoint(server.client, 'deployed')).toBe('InService');
    expect(await invoke(server.client, 'deployed', row)).toBe(`${answer}\n`);
  });

  it('stand among other containers, and choose a specification', async () => {
    await call('CreateModelPackage', {
      ModelPackageName: 'parts',
      InferenceSpecification: { Containers: [diamondsContainer('sparkml')] },
      AdditionalInferenceSpecifications: [{ Name: 'trees', ...single }],
    });
    await createModel('parts', {
      Containers: [
        { ModelPackageName: arn('model-package', 'parts') },
        { ModelPackageName: 'parts', InferenceSpecificationName: 'trees' },
      ],
    });
    await createEndpoint(server.client, 'parts');
    expect(await invoke(server.client, 'parts', row)).toBe(`${answer}\n`);
  });

  it.each([
    ['a package that is not there', { ModelPackageName: 'none' }, 'does not exist'],
    [
      'an image beside it',
      { ModelPackageName: 'named', Image: 'sagemaker-xgboost:3.2-0' },
      'Image and ModelPackageName',
    ],
    ['models by prefix', { ModelPackageName: 'named', Mode: 'MultiModel' }, 'Mode MultiModel and ModelPackageName'],
    ['a name for two containers', { ModelPackageName: 'named', ContainerHostname: 'a' }, 'of 2 containers'],
    [
      'a specification it does not have',
      { ModelPackageName: 'named', InferenceSpecificationName: 'x' },
      'it has no inference specification of the name "x"',
    ],
    ['a specification of no package', { InferenceSpecificationName: 'x' }, 'needs ModelPackageName'],
    ['a package without containers', { ModelPackageName: 'empty' }, 'it has no InferenceSpecification'],
  ])('are refused with %s', async (_what, container, message) => {
    const create = (name: string, more: object) => call('CreateModelPackage', { ModelPackageName: name, ...more });
    await create('named', { InferenceSpecification: chain }).catch(() => undefined);
    await create('empty', {}).catch(() => undefined);
    await expect(createModel('refused', { PrimaryContainer: container })).rejects.toThrow(message);
  });

  it('are refused with more than 15 containers', async () => {
    await call('CreateModelPackage', { ModelPackageName: 'two', InferenceSpecification: chain });
    const eight = { Containers: Array.from({ length: 8 }, () => ({ ModelPackageName: 'two' })) };
    await expect(createModel('sixteen', eight)).rejects.toThrow('have 16 containers together');
  });

  it('that are folders are refused by transform jobs', async () => {
    await server.client.send({ method: 'PUT', path: '/diamonds/folder/a.txt', service: 's3', body: 'a' });
    await server.client.send({ method: 'PUT', path: '/diamonds/in/a.csv', service: 's3', body: row });
    const source = {
      S3DataSource: { S3Uri: 's3://diamonds/folder/', S3DataType: 'S3Prefix', CompressionType: 'None' },
    };
    const folder = { Image: 'sagemaker-xgboost:3.2-0', ModelDataSource: source };
    await call('CreateModelPackage', {
      ModelPackageName: 'folder',
      InferenceSpecification: { Containers: [folder] },
    });
    await createModel('folder', { PrimaryContainer: { ModelPackageName: 'folder' } });
    const job = { ModelName: 'folder', ...csvLines('s3://diamonds/in/', 's3://diamonds/out/') };
    await expect(createTransformJob(server.client, 'folder', job)).rejects.toThrow(
      'which use ModelDataSource attribute',
    );
  });
});
