import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { transform } from '../support/transform-job.ts';

/** Rows of docs/choices.md that no other test holds. */
let doubler: DoublerServer;
const image = 'host/doubler:1';
const call = (operation: string, input: object) => doubler.server.client.operation(operation, input);
const store = (path: string, body = Buffer.alloc(0)) =>
  doubler.server.client.send({ method: 'PUT', path, service: 's3', body });

beforeAll(async () => {
  doubler = await startDoublerServer();
  await call('CreateModel', { ModelName: 'doubler', PrimaryContainer: { Image: image } });
  const stillborn = { Image: image, Environment: { STILLBORN: '1' } };
  await call('CreateModel', { ModelName: 'stillborn', PrimaryContainer: stillborn });
  await store('/choices');
});
afterAll(() => doubler.close());

/** Sends `path`, signed as `signed`, and gives status and text. */
async function ask(method: string, path: string, { signed = path, service = 'sagemaker', body = '' } = {}) {
  const { url, client } = doubler.server;
  const headers = client.sign({ method, path: signed, service, headers: { 'content-type': 'text/csv' }, body });
  const answer = await fetch(url + path, { method, headers, ...(body === '' ? {} : { body }) });
  return { status: answer.status, text: await answer.text() };
}

it('ErrorCode of a ModelError for a 5xx, and for a 4xx', async () => {
  expect(await createEndpoint(doubler.server.client, 'doubler')).toBe('InService');
  const refusal = async (body: string) => {
    const { status, text } = await ask('POST', '/endpoints/doubler/invocations', { body });
    return [status, JSON.parse(text)];
  };
  expect(await refusal('boom')).toMatchObject([424, { ErrorCode: 'SERVER_ERROR_FROM_MODEL', OriginalStatusCode: 500 }]);
  expect(await refusal('bad')).toMatchObject([424, { ErrorCode: 'CLIENT_ERROR_FROM_MODEL', OriginalStatusCode: 422 }]);
});

describe('invoking', () => {
  it('an endpoint that is Creating or Failed is as one that does not exist', async () => {
    const started = createEndpoint(doubler.server.client, 'stillborn');
    const refusal = /Endpoint (stillborn|none) of account 000000000000 not found\./;
    for (;;) {
      const { EndpointStatus: status } = await call('DescribeEndpoint', { EndpointName: 'stillborn' }).catch(() => ({
        EndpointStatus: undefined,
      }));
      if (status !== undefined) break;
    }
    await expect(invoke(doubler.server.client, 'stillborn', '1')).rejects.toThrow(refusal);
    expect(await started).toBe('Failed');
    await expect(invoke(doubler.server.client, 'stillborn', '1')).rejects.toThrow(refusal);
    await expect(invoke(doubler.server.client, 'none', '1')).rejects.toThrow(refusal);
  });
});

it('an empty object with SplitType None is no request, and an empty output', async () => {
  await store('/choices/in/empty.csv');
  await store('/choices/in/full.csv', Buffer.from('2'));
  const job = await transform(doubler.server.client, 'empty', {
    ModelName: 'doubler',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://choices/in/' } },
      ContentType: 'text/csv',
      SplitType: 'None',
    },
    TransformOutput: { S3OutputPath: 's3://choices/out' },
  });
  expect(job.TransformJobStatus).toBe('Completed');
  const read = async (name: string) =>
    (
      await doubler.server.client.send({ method: 'GET', path: `/choices/out/${name}.out`, service: 's3' })
    ).body.toString();
  expect(await read('empty.csv')).toBe('');
  expect((await read('full.csv')).trim()).toBe('4');
});

it('a plus in a query is a blank, and %2B a plus', async () => {
  for (const key of ['a%20b', 'a%2Bb']) await store(`/choices/${key}`);
  const list = async (prefix: string, signed: string) => {
    const [path, same] = [prefix, signed].map((text) => `/choices?list-type=2&prefix=${text}`);
    const { status, text } = await ask('GET', path ?? '', { signed: same ?? '', service: 's3' });
    return [status, ...[...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key)];
  };
  // What a client signs is the blank itself (Signature Version 4: %20).
  expect(await list('a+b', 'a%20b')).toEqual([200, 'a b']);
  expect(await list('a%2Bb', 'a%2Bb')).toEqual([200, 'a+b']);
});
