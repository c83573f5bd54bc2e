import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import { endpointConfigRecords } from '../../../src/serving/records/endpoint-config-record.ts';
import { endpointRecords } from '../../../src/serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../../src/serving/records/endpoint-snapshot.ts';
import { modelPackageGroupRecords } from '../../../src/serving/records/model-package-group-record.ts';
import { modelPackageRecords } from '../../../src/serving/records/model-package-record.ts';
import { modelRecords } from '../../../src/serving/records/model-record.ts';
import { processingJobRecords } from '../../../src/serving/records/processing-job-record.ts';
import { StoredRecordError } from '../../../src/serving/records/stored-json.ts';
import { transformJobRecords } from '../../../src/serving/records/transform-job-record.ts';
import { readJobCheckpoint } from '../../../src/serving/transform-job/ledger/database-checkpoints.ts';
import { type StoreSite, storeKinds } from '../../support/stores.ts';

const arnOf = (kind: string) => `arn:aws:sagemaker:us-east-1:000000000000:${kind}/mine`;
const name = 'us-east-1/mine';
const time = 1_795_000_000_123;
const data = { uri: 's3://bucket/model.tar.gz', etag: '"0cc175b9c0f1b6a831c399e269772661"' };
const container = { hostname: 'container-1', image: 'xgboost:1.7-1', modelData: data, environment: { A: 'b' } };
const snapshot: EndpointSnapshot = {
  configName: 'config',
  variants: [
    {
      name: 'v',
      modelName: 'mine',
      mode: 'Serial',
      containers: [container],
      weight: 1,
      instanceCount: 2,
      startupTimeoutInSeconds: 480,
      instanceType: 'ml.m5.large',
    },
  ],
};
const deployment = { policy: 'all-at-once', target: snapshot } as const;
const modelRequest = {
  ModelName: 'mine',
  ExecutionRoleArn: 'arn:aws:iam::000000000000:role/r',
  PrimaryContainer: { Image: 'xgboost:1.7-1', ModelDataUrl: data.uri, Environment: { A: 'b' } },
};
const configRequest = {
  EndpointConfigName: 'mine',
  ProductionVariants: [{ VariantName: 'v', ModelName: 'mine', InitialInstanceCount: 2, InstanceType: 'ml.m5.large' }],
};
const jobRequest = {
  TransformJobName: 'mine',
  ModelName: 'mine',
  TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/in/' } } },
  TransformOutput: { S3OutputPath: 's3://bucket/out/' },
  TransformResources: { InstanceCount: 1, InstanceType: 'ml.m5.large' },
};
const checkpoint = {
  next: 1,
  open: {
    0: {
      position: { byte: 10, record: 2, line: 2 },
      rejectedCount: 1,
      isSealed: false,
      output: { output: { length: 4, isSealed: false, detail: { id: 'spool', tail: 'YQ==' } }, held: [1] },
    },
  },
  left: { 0: [{ bucket: 'bucket', key: 'out/a.csv.out', id: 'spool' }] },
  columns: [{ name: 'p', type: 'double' }],
  objectsDone: 0,
  bytesDone: 0,
  records: 0,
  rejected: 0,
  failed: 0,
};

describe.each(storeKinds)('records on $name', (kind) => {
  const { isMissing } = kind;
  let site: StoreSite;
  let opened: OpenedStore;

  beforeAll(async () => {
    if (isMissing) return;
    site = await kind.start();
    const log = { warn: () => undefined };
    opened = await openStore({ location: await site.createLocation(), owner: 'a', leaseMs: 60_000, log });
  });

  afterAll(async () => {
    if (isMissing) return;
    await opened.store.destroy();
    await site.close();
  });

  /** Rows as servers wrote them before what is stored had a version. */
  async function insertOldRows(): Promise<void> {
    const { store } = opened;
    const base = { name, creation_time: time };
    await store
      .insertInto('model')
      .values({
        ...base,
        arn: arnOf('model'),
        definition: JSON.stringify({ request: modelRequest, containers: [container], mode: 'Serial' }),
      })
      .execute();
    await store
      .insertInto('endpoint_config')
      .values({ ...base, arn: arnOf('endpoint-config'), definition: JSON.stringify(configRequest) })
      .execute();
    const changing = { ...base, last_modified_time: time + 1, failure_reason: null };
    await store
      .insertInto('endpoint')
      .values({
        ...changing,
        name_lower: name,
        arn: arnOf('endpoint'),
        status: 'Updating',
        config_name: 'config',
        active: JSON.stringify(snapshot),
        pending: JSON.stringify({ ...snapshot, configName: 'next' }),
      })
      .execute();
    await store
      .insertInto('transform_job')
      .values({
        ...changing,
        arn: arnOf('transform-job'),
        status: 'InProgress',
        start_time: time + 2,
        end_time: null,
        definition: JSON.stringify(jobRequest),
        containers: JSON.stringify([container]),
      })
      .execute();
    await store
      .insertInto('transform_checkpoint')
      .values({ job: name, state: JSON.stringify(checkpoint) })
      .execute();
  }

  it.skipIf(isMissing)('are read from rows without a version', async () => {
    await insertOldRows();
    const { store } = opened;
    const head = { name, createdAt: time };
    expect(await modelRecords.find(store, name)).toEqual({
      ...head,
      arn: arnOf('model'),
      definition: { request: modelRequest, containers: [container], mode: 'Serial' },
    });
    expect(await endpointConfigRecords.find(store, name)).toEqual({
      ...head,
      arn: arnOf('endpoint-config'),
      definition: configRequest,
    });
    expect(await endpointRecords.find(store, name)).toEqual({
      ...head,
      arn: arnOf('endpoint'),
      status: 'Updating',
      modifiedAt: time + 1,
      configName: 'config',
      active: snapshot,
      deployment: { policy: 'all-at-once', target: { ...snapshot, configName: 'next' } },
      activeText: JSON.stringify(snapshot),
    });
    expect(await transformJobRecords.find(store, name)).toEqual({
      ...head,
      arn: arnOf('transform-job'),
      status: 'InProgress',
      modifiedAt: time + 1,
      startedAt: time + 2,
      request: jobRequest,
      containers: [container],
    });
    expect(await readJobCheckpoint(store, name)).toEqual(checkpoint);
    // Other tests have jobs and endpoints in the same store.
    expect(await transformJobRecords.containersInUse(store)).toContainEqual(container);
    const names = (await endpointRecords.snapshots(store)).map(({ configName }) => configName);
    expect(names).toEqual(expect.arrayContaining(['config', 'next']));
  });

  it.skipIf(isMissing)('are read as they were written', async () => {
    const { store } = opened;
    const definition = { request: modelRequest, containers: [container], mode: 'Direct' as const };
    const model = { name: 'us-east-1/new', arn: 'a', createdAt: time, definition };
    expect(await modelRecords.insert(store, model)).toBe(true);
    expect(await modelRecords.insert(store, model)).toBe(false);
    expect(await modelRecords.find(store, model.name)).toEqual(model);
    const config = { ...model, definition: configRequest };
    expect(await endpointConfigRecords.insert(store, config)).toBe(true);
    expect(await endpointConfigRecords.find(store, config.name)).toEqual(config);
    const { name: newName, arn, createdAt } = model;
    const job = { name: newName, arn, createdAt, request: jobRequest, containers: [container] };
    expect(await transformJobRecords.insert(store, job)).toBe(true);
    expect(await transformJobRecords.find(store, newName)).toEqual({
      ...job,
      status: 'InProgress',
      modifiedAt: createdAt,
    });
    const endpoint = { name: newName, arn, createdAt, deployment };
    expect(await endpointRecords.insert(store, endpoint)).toBe(true);
    expect(await endpointRecords.insert(store, { ...endpoint, name: 'us-east-1/NEW' })).toBe(false);
    expect(await endpointRecords.find(store, newName)).toEqual({
      ...endpoint,
      status: 'Creating',
      modifiedAt: createdAt,
      configName: 'config',
      activeText: null,
    });
  });

  it.skipIf(isMissing)('of endpoints go through the steps of a rollout, each written over the one before', async () => {
    const { store, leases } = opened;
    const of = 'us-east-1/rolled';
    await endpointRecords.insert(store, { name: of, arn: 'rolled', createdAt: time, deployment });
    const lease = await leases.take(`endpoint/${of}`);
    const created = await endpointRecords.find(store, of);
    if (lease === undefined || created === undefined) throw new Error('not there');
    const outcome = { status: 'InService', failureReason: null, active: snapshot } as const;
    expect(await endpointRecords.settle(store, created, { outcome, lease, now: time })).toBe(true);
    const config = {
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 5 },
    } as const;
    const rollout = { config, startedAt: time, step: 0, since: time };
    const change = {
      deployment: { ...deployment, policy: 'rolling', rollout },
      deploymentConfig: config,
      now: time,
    } as const;
    const served = await endpointRecords.find(store, of);
    if (served === undefined) throw new Error('not there');
    expect(await endpointRecords.beginUpdate(store, served, change)).toBe(true);
    const begun = await endpointRecords.find(store, of);
    if (begun === undefined) throw new Error('not there');
    expect(begun).toMatchObject({ status: 'Updating', deploymentConfig: config, deployment: { rollout } });

    const next = { ...rollout, step: 1, rollback: { reason: 'an alarm', from: 3 } };
    expect(await endpointRecords.advance(store, begun, { rollout: next, lease, now: time })).toBe(true);
    // Another server still has the step before: it is not written again.
    expect(await endpointRecords.advance(store, begun, { rollout: next, lease, now: time })).toBe(false);
    const advanced = await endpointRecords.find(store, of);
    if (advanced === undefined) throw new Error('not there');
    expect(advanced.deployment?.rollout).toEqual(next);
    // Within the same millisecond, too, it is seen that the row has changed.
    expect(advanced.modifiedAt).toBeGreaterThan(begun.modifiedAt);
    expect(await endpointRecords.advance(store, advanced, { rollout: next, halted: 'no way', lease, now: time })).toBe(
      true,
    );
    expect(await endpointRecords.find(store, of)).toMatchObject({
      status: 'UpdateRollbackFailed',
      failureReason: 'no way',
      active: snapshot,
      deployment: { rollout: next },
    });
    await lease.release();
    await leases.take(`endpoint/${of}`);
    const late = { rollout: next, lease, now: time };
    await expect(endpointRecords.advance(store, advanced, late)).rejects.toThrow('was taken by another server');
  });

  it.skipIf(isMissing)('of model packages are numbered in their group, and found by ARN and token', async () => {
    const { store } = opened;
    const group = 'us-east-1/Group';
    const definition = { ModelPackageGroupName: 'Group', ModelPackageGroupDescription: 'd' };
    const newGroup = { name: group, arn: 'group', createdAt: time, definition };
    expect(await modelPackageGroupRecords.insert(store, newGroup)).toBe(true);
    expect(await modelPackageGroupRecords.insert(store, { ...newGroup, name: 'us-east-1/GROUP' })).toBe(false);
    expect(await modelPackageGroupRecords.headByArn(store, 'group')).toEqual({
      name: group,
      arn: 'group',
      createdAt: time,
    });
    const take = (of: string) =>
      store.transaction().execute((transaction) => modelPackageGroupRecords.takeVersion(transaction, of));
    expect(new Set(await Promise.all([take(group), take(group), take(group)]))).toEqual(new Set([1, 2, 3]));
    expect(await take('us-east-1/none')).toBeUndefined();

    const request = { ModelPackageGroupName: 'Group', InferenceSpecification: { Containers: [{ Image: 'i' }] } };
    const versionOf = { group, version: 3 };
    const made = { name: `${group}/3`, arn: 'v3', createdAt: time, request, versionOf, token: 'us-east-1/t' };
    expect(await modelPackageRecords.insert(store, made)).toBe(true);
    expect(await modelPackageRecords.insert(store, { ...made, name: `${group}/4`, arn: 'v4' })).toBe(false);
    const head = { name: made.name, arn: 'v3', createdAt: time, modifiedAt: time, versionOf };
    expect(await modelPackageRecords.findByArn(store, 'v3')).toEqual({ ...head, request });
    expect(await modelPackageRecords.headByToken(store, 'us-east-1/t')).toEqual(head);
    const alone = { name: 'us-east-1/alone', arn: 'alone', createdAt: time, request };
    expect(await modelPackageRecords.insert(store, alone)).toBe(true);
    expect(await modelPackageRecords.insert(store, { ...alone, name: 'us-east-1/b', arn: 'b' })).toBe(true);
    expect(await modelPackageRecords.list(store, { group })).toEqual([head]);
    expect(await modelPackageRecords.list(store)).toHaveLength(3);
  });

  it.skipIf(isMissing)('of model packages change as they are told, and go', async () => {
    const { store } = opened;
    const changing = { name: 'us-east-1/changing', arn: 'changing', createdAt: time, request: {} };
    await modelPackageRecords.insert(store, changing);
    const update = (to: 'Approved' | 'Rejected', arn = 'changing') =>
      store.transaction().execute((transaction) =>
        modelPackageRecords.update(transaction, arn, {
          change: (request) => ({ ...request, ModelApprovalStatus: to }),
          now: time + 1,
        }),
      );
    expect(await update('Approved')).toBe(true);
    expect(await update('Approved', 'not there')).toBe(false);
    expect(await modelPackageRecords.findByArn(store, 'changing')).toEqual({
      ...changing,
      modifiedAt: time + 1,
      approval: 'Approved',
      request: { ModelApprovalStatus: 'Approved' },
    });
    const names = [changing.name, 'us-east-1/unreadable'];
    await store
      .updateTable('model_package')
      .set({ name: 'us-east-1/unreadable', definition: '{"formatVersion":99}' })
      .where('arn', '=', 'b')
      .execute();
    expect([...(await modelPackageRecords.readableRequests(store, names)).keys()]).toEqual([changing.name]);
    await modelPackageRecords.remove(store, changing.name);
    expect(await modelPackageRecords.hasArn(store, 'changing')).toBe(false);
  });

  it.skipIf(isMissing)('of an endpoint change what was read, or nothing', async () => {
    const { store, leases } = opened;
    const second = { policy: 'resize', target: { ...snapshot, configName: 'second' } } as const;
    const made = 'us-east-1/changed';
    await endpointRecords.insert(store, { name: made, arn: 'a', createdAt: time, deployment });
    const read = async () => {
      const record = await endpointRecords.find(store, made);
      if (record === undefined) throw new Error('not there');
      return record;
    };
    const created = await read();
    const lease = await leases.take(`endpoint/${made}`);
    if (lease === undefined) throw new Error('no lease');
    const outcome = { status: 'InService', failureReason: null, active: snapshot } as const;
    const another = { ...created, createdAt: time - 1 };
    expect(await endpointRecords.settle(store, another, { outcome, lease, now: time + 1 })).toBe(false);
    expect(await endpointRecords.settle(store, created, { outcome, lease, now: time + 1 })).toBe(true);
    const served = await read();
    expect(served).toMatchObject({ status: 'InService', active: snapshot, modifiedAt: time + 1 });
    expect(served.deployment).toBeUndefined();

    const lighter = { ...snapshot, variants: snapshot.variants.map((variant) => ({ ...variant, weight: 0.5 })) };
    expect(await endpointRecords.changeActive(store, served, { active: lighter, now: time + 2 })).toBe(true);
    expect(await endpointRecords.changeActive(store, served, { active: snapshot, now: time + 3 })).toBe(false);
    expect(await endpointRecords.beginUpdate(store, served, { deployment: second, now: time + 4 })).toBe(true);
    expect(await endpointRecords.beginUpdate(store, served, { deployment: second, now: time + 5 })).toBe(false);
    expect(await read()).toMatchObject({
      status: 'Updating',
      active: lighter,
      deployment: second,
      modifiedAt: time + 4,
    });

    expect(await endpointRecords.beginDelete(store, made, time + 6)).toBe(true);
    expect(await endpointRecords.beginDelete(store, made, time + 7)).toBe(false);
    expect(await endpointRecords.settle(store, served, { outcome, lease, now: time + 8 })).toBe(false);
    await endpointRecords.remove(store, made);
    expect(await endpointRecords.head(store, made)).toBeUndefined();
    await lease.release();
  });

  it.skipIf(isMissing)('move from one status to another as the tables of moves allow, and not otherwise', async () => {
    const { store, leases } = opened;
    const moved = 'us-east-1/moved';
    const base = { name: moved, arn: 'a', createdAt: time };
    await endpointRecords.insert(store, { ...base, deployment });
    const created = await endpointRecords.head(store, moved);
    const lease = await leases.take(`endpoint/${moved}`);
    if (created === undefined || lease === undefined) throw new Error('not there');
    const failed = { outcome: { status: 'Failed', failureReason: 'it was so' }, lease, now: time + 1 } as const;
    const inService = { outcome: { status: 'InService', failureReason: null }, lease, now: time + 2 } as const;
    expect(await endpointRecords.settle(store, created, failed)).toBe(true);
    expect(await endpointRecords.settle(store, created, inService)).toBe(false);
    expect(await endpointRecords.head(store, moved)).toMatchObject({ status: 'Failed', failureReason: 'it was so' });
    await lease.release();

    await transformJobRecords.insert(store, { ...base, request: jobRequest, containers: [container] });
    const end = (status: 'Completed' | 'Stopped') => ({ status, failureReason: null, endedAt: time + 3 });
    expect(await transformJobRecords.end(store, moved, end('Stopped'))).toBe(false);
    await transformJobRecords.markStarted(store, moved, time + 1);
    await transformJobRecords.markStarted(store, moved, time + 2);
    expect((await transformJobRecords.head(store, moved))?.startedAt).toBe(time + 1);
    expect(await transformJobRecords.beginStop(store, moved, time + 2)).toBe(true);
    expect(await transformJobRecords.beginStop(store, moved, time + 2)).toBe(false);
    expect(await transformJobRecords.end(store, moved, end('Stopped'))).toBe(true);
    expect(await transformJobRecords.end(store, moved, end('Completed'))).toBe(false);
    expect(await transformJobRecords.head(store, moved)).toMatchObject({ status: 'Stopped', endedAt: time + 3 });
  });

  it.skipIf(isMissing)('of processing jobs are listed even if the definition of one cannot be read', async () => {
    const { store } = opened;
    const head = { name: 'us-east-1/odd', arn: 'odd', createdAt: time };
    const definition = { request: { ProcessingJobName: 'odd', AppSpecification: { ImageUri: 'image' } } };
    await processingJobRecords.insert(store, { ...head, definition });
    await store
      .updateTable('processing_job')
      .set({ definition: '{"formatVersion":99}' })
      .where('name', '=', head.name)
      .execute();
    expect(await processingJobRecords.list(store)).toEqual([{ ...head, status: 'InProgress', modifiedAt: time }]);
    await expect(processingJobRecords.find(store, head.name)).rejects.toThrow(StoredRecordError);
  });

  it.skipIf(isMissing)('that a newer server wrote are listed and removed, but not read', async () => {
    const { store } = opened;
    const newer = 'us-east-1/newer';
    await store
      .insertInto('model')
      .values({ name: newer, arn: 'newer', creation_time: time, definition: '{"formatVersion":99}' })
      .execute();
    await expect(modelRecords.find(store, newer)).rejects.toThrow(StoredRecordError);
    expect(await modelRecords.head(store, newer)).toEqual({ name: newer, arn: 'newer', createdAt: time });
    expect((await modelRecords.list(store)).map((model) => model.name)).toContain(newer);
    await modelRecords.remove(store, newer);
    expect(await modelRecords.head(store, newer)).toBeUndefined();
  });
});
