import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presign } from '../support/presign.ts';
import { requestHead, sendRaw } from '../support/raw-http.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Requests that once ended the process, or could: each is answered, and the server serves on. */

let server: TestServer;
let host = '';
beforeAll(async () => {
  server = await startTestServer();
  host = new URL(server.url).host;
  await server.client.send({ method: 'PUT', path: '/bucket', service: 's3' });
});
afterAll(async () => {
  // It ends because it is asked to: an earlier end would have another code.
  expect(await server.stop()).toBe(0);
  removeData(server);
});

const inherited = [
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'prototype',
  '__defineGetter__',
];

/** A request of each API, with the headers that its signature must cover. */
const apis = [
  { name: 'sagemaker', line: 'POST / HTTP/1.1', headers: ['X-Amz-Target: SageMaker.ListModels'] },
  { name: 'logs', line: 'POST / HTTP/1.1', headers: ['X-Amz-Target: Logs_20140328.DescribeLogGroups'] },
  { name: 'runtime', line: 'POST /endpoints/x/invocations HTTP/1.1', headers: [] },
  { name: '_catenary', line: 'GET /_catenary/endpoints/x HTTP/1.1', headers: [] },
  { name: 'sts', line: 'POST / HTTP/1.1', headers: ['Content-Type: application/x-www-form-urlencoded'] },
  { name: 's3', line: 'GET /bucket/key HTTP/1.1', headers: [] },
];

describe('names that every object inherits', () => {
  const cases = apis.flatMap((api) => inherited.map((name) => ({ api, name, title: `${name} over ${api.name}` })));

  it.each(cases)('in SignedHeaders: $title is refused', async ({ api, name }) => {
    const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const own = api.headers.map((header) => `;${(header.split(':')[0] as string).toLowerCase()}`).join('');
    const signature =
      `AWS4-HMAC-SHA256 Credential=NOBODY/${stamp.slice(0, 8)}/us-east-1/sagemaker/aws4_request, ` +
      `SignedHeaders=host;x-amz-date${own};${name}, Signature=${'0'.repeat(64)}`;
    const head = requestHead(
      api.line,
      `Host: ${host}`,
      `X-Amz-Date: ${stamp}`,
      ...api.headers,
      `Authorization: ${signature}`,
      'Content-Length: 0',
      'Connection: close',
    );
    const { statuses } = await sendRaw(server.url, head);
    expect(statuses.map((status) => status === 403 || status === 400)).toEqual([true]);
  });

  it.each(inherited)('as image: %s is not found', async (name) => {
    for (const image of [name, `x/${name}:1`]) {
      const model = {
        ModelName: 'm',
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/x',
        PrimaryContainer: { Image: image },
      };
      await expect(server.client.operation('CreateModel', model)).rejects.toThrow(
        `Requested image ${image} not found.`,
      );
    }
  });
});

describe('text that no header may have', () => {
  it.each(['us\r\nX-Evil: 1', 'us\u2603', 'us\0', 'us east', '-us', 'a'.repeat(64)])(
    'as region of a presigned request, %j, is refused',
    async (region) => {
      const target = presign({ method: 'HEAD', host, path: '/bucket', region });
      const { statuses, text } = await sendRaw(
        server.url,
        requestHead(`HEAD ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
      );
      expect(statuses).toEqual([400]);
      expect(text).not.toContain('X-Evil');
    },
  );

  it.each(['text/csv\r\nX-Evil: 1', 'text/\u65e5\u672c', 'text/csv\0', 'text/\u00e9'])(
    'as Accept or ContentType of a transform job, %j, is refused when it is created',
    async (text) => {
      const job = {
        TransformJobName: 'job',
        ModelName: 'model',
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/in/' } } },
        TransformOutput: { S3OutputPath: 's3://bucket/out' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      };
      await server.client
        .operation('CreateModel', {
          ModelName: 'model',
          ExecutionRoleArn: 'arn:aws:iam::000000000000:role/x',
          PrimaryContainer: { Image: 'sagemaker-xgboost:1.7-1' },
        })
        .catch(() => undefined);
      const create = (change: object) => server.client.operation('CreateTransformJob', { ...job, ...change });
      const refusal = /must be ASCII text|must satisfy regular expression/;
      await expect(create({ TransformOutput: { ...job.TransformOutput, Accept: text } })).rejects.toThrow(refusal);
      await expect(create({ TransformInput: { ...job.TransformInput, ContentType: text } })).rejects.toThrow(refusal);
    },
  );

  it.each(['response-content-type', 'response-content-disposition'])('as %s is refused', async (name) => {
    const target = presign({ method: 'GET', host, path: '/bucket/key', query: { [name]: 'a\r\nX-Evil: 1' } });
    await server.client.send({ method: 'PUT', path: '/bucket/key', service: 's3', body: 'x' });
    const { statuses } = await sendRaw(
      server.url,
      requestHead(`GET ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
    );
    expect(statuses).toEqual([400]);
  });
});
