import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, type ApiError } from '../../src/entry/cli/api-client.ts';
import { readArchive } from '../../src/platform/artifact/read-archive.ts';
import {
  createDiamondsModel,
  createEndpoint,
  golden,
  invoke,
  linesOf,
  readExample,
  schema,
} from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Each bad input has a clear answer, and the server is alive after it. */
let server: TestServer;
const [row] = linesOf(readExample('requests.csv')) as [string];
const cells = row.split(',');

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'pair');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: ApiError) => error,
  );
const withCell = (at: number, text: string) => cells.map((cell, index) => (index === at ? text : cell)).join(',');

describe('bad requests', () => {
  it.each([
    [
      'a word for a number',
      withCell(0, 'heavy'),
      /Received client error \(400\) from container-1 .*heavy.*container 1 of 2 .*sagemaker-sparkml-serving:3\.3.*row 1, column "carat"/,
    ],
    [
      'a missing column',
      cells.slice(0, 5).join(','),
      /Received client error \(400\) from container-1.*container 1 of 2/,
    ],
  ])('%s', async (_name, body, message) => {
    const error = await refused(invoke(server.client, 'pair', body));
    expect(error.status).toBe(424);
    expect(error.message).toMatch(message);
  });

  it('an empty body', async () => {
    const error = await refused(invoke(server.client, 'pair', ''));
    expect(error.status).toBe(424);
  });

  it('an unseen category is treated as the model says: this one keeps it', async () => {
    expect(await invoke(server.client, 'pair', withCell(1, 'Unheard of'))).toMatch(/^\d+\.\d+\n$/);
  });

  it('a content type that the container does not know', async () => {
    const error = await refused(invoke(server.client, 'pair', row, { 'content-type': 'image/png' }));
    expect(error.message).toMatch(/Received client error \(415\) from container-1/);
  });

  it('7 MB', async () => {
    const error = await refused(invoke(server.client, 'pair', Buffer.alloc(7_000_000, 49)));
    expect(error.status).toBe(400);
    expect(error.message).toContain('Member must have length less than or equal to 6291456');
  });

  it('an endpoint that does not exist', async () => {
    const error = await refused(invoke(server.client, 'nope', row));
    expect(error).toMatchObject({ status: 400, message: 'Endpoint nope of account 000000000000 not found.' });
  });

  it('a target model, variant or container that there is none of', async () => {
    expect(
      (await refused(invoke(server.client, 'pair', row, { 'x-amzn-sagemaker-target-model': 'm' }))).message,
    ).toContain('TARGET_MODEL_HEADER_NOT_SUPPORTED');
    expect(
      (await refused(invoke(server.client, 'pair', row, { 'x-amzn-sagemaker-target-variant': 'v' }))).message,
    ).toContain('Variant v not found');
    expect(
      (await refused(invoke(server.client, 'pair', row, { 'x-amzn-sagemaker-target-container-hostname': 'c' })))
        .message,
    ).toContain('Serial mode');
  });

  it('an inference component or explanations, which there are none of', async () => {
    const component = invoke(server.client, 'pair', row, { 'x-amzn-sagemaker-inference-component': 'c' });
    expect((await refused(component)).message).toContain('has no inference components');
    const explained = invoke(server.client, 'pair', row, { 'x-amzn-sagemaker-enable-explanations': '`true`' });
    expect((await refused(explained)).message).toContain('has no explainer');
  });

  it('a header that is too long', async () => {
    const long = invoke(server.client, 'pair', row, { 'x-amzn-sagemaker-custom-attributes': 'a'.repeat(1025) });
    expect((await refused(long)).message).toContain(
      "at 'CustomAttributes' failed to satisfy constraint: Member must have length less than or equal to 1024",
    );
  });

  it('wrong signatures of all kinds', async () => {
    const wrongSecret = new ApiClient(server.url, { ...credentials, secretAccessKey: 'guess' }, 'us-east-1');
    expect((await refused(invoke(wrongSecret, 'pair', row))).status).toBe(403);
    const unknownKey = new ApiClient(server.url, { accessKeyId: 'AKIAOTHER', secretAccessKey: 'guess' }, 'us-east-1');
    expect((await refused(unknownKey.operation('ListModels', {}))).message).toContain(
      'security token included in the request is invalid',
    );
    const unsigned = await fetch(`${server.url}/endpoints/pair/invocations`, { method: 'POST', body: row });
    expect(unsigned.status).toBe(403);
  });

  it('an operation that there is none of, and a body that is no JSON', async () => {
    const error = await refused(server.client.operation('CreateTrainingJob', {}));
    expect(error.message).toBe(
      'The operation SageMaker.CreateTrainingJob is not offered by this server, which has models, endpoints, transform and processing jobs, the model registry, Model Monitor and tags; docs/api-coverage.md lists each operation.',
    );
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.ListModels' };
    const bad = (body: string) =>
      refused(server.client.send({ method: 'POST', path: '/', service: 'sagemaker', headers, body }));
    expect((await bad('{"a":')).message).toContain('The request body is not JSON');
    expect((await bad('['.repeat(100))).message).toContain('nests deeper than 64');
    expect((await bad('{"__proto__":{"x":1}}')).message).toContain('__proto__');
    expect((await bad('{"MaxResults":"ten"}')).message).toContain("Member 'maxResults' must be of type integer");
  });

  afterAll(async () => {
    // Alive, and as right as before.
    expect(await invoke(server.client, 'pair', row)).toBe(`${linesOf(golden('xgboost.csv'))[0]}\n`);
    expect(server.log()).not.toContain('unforeseen');
  });
});

/** A tar.gz of these entries; a link has a target instead of content. */
async function archiveOf(entries: readonly { name: string; content?: Uint8Array; link?: string }[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content = new Uint8Array(), link } of entries) {
    if (link === undefined) tar.entry({ name }, Buffer.from(content));
    else tar.entry({ name, type: 'symlink', linkname: link });
  }
  tar.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of tar) parts.push(part as Uint8Array);
  return gzipSync(Buffer.concat(parts));
}

describe('bad models', () => {
  it('an image that nothing serves', async () => {
    const error = await refused(
      server.client.operation('CreateModel', { ModelName: 'm', PrimaryContainer: { Image: 'registry/mine:1' } }),
    );
    expect(error.message).toMatch(/^Requested image registry\/mine:1 not found\. .*catenary\.yaml/);
  });

  it('an archive that is not there', async () => {
    const container = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/none.tar.gz' };
    const error = await refused(
      server.client.operation('CreateModel', { ModelName: 'm', PrimaryContainer: container }),
    );
    expect(error.message).toContain('Could not find model data at s3://diamonds/none.tar.gz: upload it first');
  });

  it('an archive with a path or a link out of its folder is refused by name, for Python and native containers alike', async () => {
    const evil = {
      'climbs-out': await archiveOf([{ name: '../evil.py', content: Buffer.from('x') }]),
      'links-out': await archiveOf([{ name: 'model.joblib', link: '/etc/passwd' }]),
    };
    for (const [name, archive] of Object.entries(evil)) {
      await server.client.send({ method: 'PUT', path: `/diamonds/${name}.tar.gz`, service: 's3', body: archive });
      for (const image of ['sagemaker-xgboost:3.2-0', 'sagemaker-scikit-learn:1.9-1-cpu-py3']) {
        const id = `${name}-${image.slice(10, 13)}`;
        await server.client.operation('CreateModel', {
          ModelName: id,
          PrimaryContainer: { Image: image, ModelDataUrl: `s3://diamonds/${name}.tar.gz` },
        });
        expect(await createEndpoint(server.client, id)).toBe('Failed');
        const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: id });
        expect(String(reason)).toContain(name === 'climbs-out' ? '../evil.py' : 'model.joblib');
      }
    }
  });

  it('a bundle that lacks a node says which', async () => {
    const files = await readArchive(readExample('sparkml/model.tar.gz'));
    const missing = [...files.keys()].find(
      (name) => name.includes('StandardScaler') && name.endsWith('model.json'),
    ) as string;
    const archive = await archiveOf(
      [...files].filter(([name]) => name !== missing).map(([name, content]) => ({ name, content })),
    );
    await server.client.send({ method: 'PUT', path: '/diamonds/lacking.tar.gz', service: 's3', body: archive });
    const container = {
      Image: 'sagemaker-sparkml-serving:3.3',
      ModelDataUrl: 's3://diamonds/lacking.tar.gz',
      Environment: { SAGEMAKER_SPARKML_SCHEMA: schema() },
    };
    await server.client.operation('CreateModel', { ModelName: 'lacking', PrimaryContainer: container });
    expect(await createEndpoint(server.client, 'lacking')).toBe('Failed');
    const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: 'lacking' });
    expect(String(reason)).toMatch(/StandardScaler_\w+\.node/);
  });

  it.each([
    ['no archive at all', Buffer.from('this is no archive')],
    ['a truncated archive', readExample('xgboost/model.tar.gz').subarray(0, 50_000)],
    ['an empty archive', Buffer.alloc(0)],
    ['another kind of model', readExample('sparkml/model.tar.gz')],
  ])('%s: the endpoint fails and says why', async (name, archive) => {
    const id = name.replaceAll(' ', '-');
    await server.client.send({ method: 'PUT', path: `/diamonds/bad/${id}.tar.gz`, service: 's3', body: archive });
    const container = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: `s3://diamonds/bad/${id}.tar.gz` };
    await server.client.operation('CreateModel', { ModelName: id, PrimaryContainer: container });
    expect(await createEndpoint(server.client, id)).toBe('Failed');
    const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: id });
    expect(String(reason)).toMatch(
      /^The primary container for production variant AllTraffic did not pass the ping health check\. .{20}/,
    );
    expect(String(reason)).not.toMatch(/\n\s+at /);
  });
});
