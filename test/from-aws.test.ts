import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDiamondsModel,
  diamondsContainer,
  golden,
  linesOf,
  readExample,
  untilSettled,
} from '../packages/server/test/support/diamonds.ts';
import { findPythonEnvironment } from '../packages/server/test/support/python-environment.ts';
import {
  credentials,
  removeData,
  root,
  startTestServer,
  type TestServer,
} from '../packages/server/test/support/start-server.ts';

/** examples/from-aws/move.py between two servers: the first plays AWS, by its API and its addresses of images. */
const python = await findPythonEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'catenary-from-aws-'));
const readerKeys = { accessKeyId: 'READER', secretAccessKey: 'reads-only' };
const registry = '683313688378.dkr.ecr.us-east-1.amazonaws.com';
const rows = linesOf(readExample('requests.csv')).slice(0, 5);

let aws: TestServer;
let here: TestServer;

const asOnAws = (part: 'sparkml' | 'xgboost') => {
  const container = diamondsContainer(part);
  return { ...container, Image: `${registry}/${container.Image}` };
};

beforeAll(async () => {
  const keys = join(folder, 'keys.yaml');
  writeFileSync(keys, JSON.stringify([{ ...readerKeys, allow: 'read' }]), { mode: 0o600 });
  [aws, here] = await Promise.all([startTestServer(), startTestServer({ args: ['--keys-file', keys] })]);
  await createDiamondsModel(aws.client, 'unused', ['sparkml', 'xgboost']);
}, 60_000);
afterAll(async () => {
  await Promise.all([aws.stop(), here.stop()]);
  for (const server of [aws, here]) removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** `move.py ... --from AWS --to HERE`, with keys of each. */
function move(words: readonly string[], { from = credentials, to = credentials }: { from?: Keys; to?: Keys } = {}) {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    SOURCE_ACCESS_KEY_ID: from.accessKeyId,
    SOURCE_SECRET_ACCESS_KEY: from.secretAccessKey,
    CATENARY_ACCESS_KEY_ID: to.accessKeyId,
    CATENARY_SECRET_ACCESS_KEY: to.secretAccessKey,
  };
  const command = [join(root, 'examples/from-aws/move.py'), ...words, '--from', aws.url, '--to', here.url];
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(python?.python ?? '', command, { env, timeout: 120_000 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function answer(endpoint: string, headers: Record<string, string> = {}): Promise<string[]> {
  const { body } = await here.client.send({
    method: 'POST',
    path: `/endpoints/${endpoint}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv', accept: 'text/csv', ...headers },
    body: `${rows.join('\n')}\n`,
  });
  return linesOf(body);
}

const expectedOf = (part: 'sparkml' | 'xgboost') => linesOf(golden(`${part}.csv`)).slice(0, rows.length);

/** On `aws`. */
const make = (operation: string, input: object) => aws.client.operation(operation, input);

describe.skipIf(python === undefined)('examples/from-aws/move.py (needs boto3 from PyPI)', () => {
  it('moves a pipeline, whose images keep the addresses of AWS, and may be run again', async () => {
    await make('CreateModel', { ModelName: 'prices', Containers: [asOnAws('sparkml'), asOnAws('xgboost')] });
    for (const _ of ['first', 'second'])
      expect(await move(['prices'])).toEqual({
        code: 0,
        stdout: `prices: 2 containers, in service at ${here.url}\n`,
        stderr: '',
      });
    expect(await answer('prices')).toEqual(expectedOf('xgboost'));
    expect(await here.client.operation('DescribeModel', { ModelName: 'prices' })).toMatchObject({
      Containers: [
        { Image: `${registry}/sagemaker-sparkml-serving:3.3` },
        { Image: `${registry}/sagemaker-xgboost:3.2-0` },
      ],
    });
  }, 120_000);

  it('moves an endpoint with several variants and their weights', async () => {
    await make('CreateModel', { ModelName: 'features', PrimaryContainer: asOnAws('sparkml') });
    const variant = { InitialInstanceCount: 1, InstanceType: 'ml.m5.large' };
    const variants = [
      { VariantName: 'whole', ModelName: 'prices', InitialVariantWeight: 3, ...variant },
      { VariantName: 'features', ModelName: 'features', InitialVariantWeight: 1, ...variant },
    ];
    await make('CreateEndpointConfig', { EndpointConfigName: 'by-name', ProductionVariants: variants });
    await make('CreateEndpoint', { EndpointName: 'both', EndpointConfigName: 'by-name' });
    expect(await untilSettled(aws.client, 'both')).toBe('InService');
    expect(await move(['both', '--endpoint'])).toMatchObject({ code: 0, stderr: '' });
    expect(await here.client.operation('DescribeEndpointConfig', { EndpointConfigName: 'both' })).toMatchObject({
      ProductionVariants: variants,
    });
    const target = (name: string) => ({ 'x-amzn-sagemaker-target-variant': name });
    expect(await answer('both', target('whole'))).toEqual(expectedOf('xgboost'));
    expect(await answer('both', target('features'))).toEqual(expectedOf('sparkml'));
  }, 120_000);

  it('moves the containers of a ModelPackage, with the variables that the model adds', async () => {
    const { Environment, ...bare } = asOnAws('sparkml');
    await make('CreateModelPackage', {
      ModelPackageName: 'packed',
      InferenceSpecification: {
        Containers: [bare],
        SupportedContentTypes: ['text/csv'],
        SupportedResponseMIMETypes: [],
      },
    });
    await make('CreateModel', {
      ModelName: 'of-a-package',
      PrimaryContainer: { ModelPackageName: 'packed', Environment },
    });
    expect(await move(['of-a-package'])).toMatchObject({ code: 0, stderr: '' });
    expect(await answer('of-a-package')).toEqual(expectedOf('sparkml'));
  }, 120_000);

  it('moves all archives of a multi-model container', async () => {
    await aws.client.send({ method: 'PUT', path: '/many', service: 's3' });
    for (const name of ['a', 'below/b'])
      await aws.client.send({
        method: 'PUT',
        path: `/many/models/${name}.tar.gz`,
        service: 's3',
        body: readExample('sparkml/model.tar.gz'),
      });
    const container = { ...asOnAws('sparkml'), Mode: 'MultiModel', ModelDataUrl: 's3://many/models/' };
    await make('CreateModel', { ModelName: 'many', PrimaryContainer: container });
    expect(await move(['many'])).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['a', 'below/b'])
      expect(await answer('many', { 'x-amzn-sagemaker-target-model': `${name}.tar.gz` })).toEqual(
        expectedOf('sparkml'),
      );
  }, 120_000);

  it('says in one sentence what it cannot read, and makes nothing then', async () => {
    await aws.client.send({ method: 'PUT', path: '/passing', service: 's3' });
    const path = '/passing/model.tar.gz';
    await aws.client.send({ method: 'PUT', path, service: 's3', body: readExample('xgboost/model.tar.gz') });
    const ModelDataUrl = 's3://passing/model.tar.gz';
    const Containers = [asOnAws('sparkml'), { ...asOnAws('xgboost'), ModelDataUrl }];
    await make('CreateModel', { ModelName: 'lost', Containers });
    await aws.client.send({ method: 'DELETE', path, service: 's3' });
    const stranger = { accessKeyId: 'STRANGER', secretAccessKey: 'a-secret-of-none' };
    const refusals: readonly [words: string[], keys: { from?: Keys; to?: Keys }, says: RegExp][] = [
      [
        ['lost'],
        {},
        /^move\.py: HeadObject of s3:\/\/passing\/model\.tar\.gz was refused: Not Found \(404\); nothing is there, .*\.\n$/,
      ],
      [['nosuch'], {}, /^move\.py: DescribeModel of the model nosuch was refused: Could not find .*\.\n$/],
      [
        ['nosuch', '--endpoint'],
        {},
        /^move\.py: DescribeEndpoint of the endpoint nosuch was refused: Could not find .*\.\n$/,
      ],
      [
        ['prices'],
        { from: stranger },
        /^move\.py: DescribeModel of the model prices was refused: The security token .*\.\n$/,
      ],
      [
        ['features', '--bucket', 'new-bucket'],
        { to: readerKeys },
        /^move\.py: CreateBucket of the bucket new-bucket was refused: .* \(AccessDenied\); the keys lack the right to do that\.\n$/,
      ],
    ];
    for (const [words, keys, says] of refusals) {
      const { code, stderr } = await move(words, keys);
      expect([code, stderr]).toEqual([1, expect.stringMatching(says)]);
    }
    for (const ModelName of ['lost', 'nosuch'])
      await expect(here.client.operation('DescribeModel', { ModelName })).rejects.toThrow('Could not find');
  }, 120_000);
});
