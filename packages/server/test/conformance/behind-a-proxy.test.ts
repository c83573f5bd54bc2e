import { readFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/entry/cli/api-request.ts';
import { errorCodeOf } from '../../src/entry/cli/error-message-of.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/** What docs/tls.md says that a proxy must keep: each row is kept, and then is not. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const path of ['/bucket', '/bucket/a%2Fb//c%20d'])
    await server.client.send({ method: 'PUT', path, service: 's3', ...(path === '/bucket' ? {} : { body: 'x' }) });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const list: ApiRequest = {
  method: 'POST',
  path: '/',
  service: 'sagemaker',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.ListModels' },
  body: '{"MaxResults":5}',
};
const get: ApiRequest = { method: 'GET', path: '/bucket/a%2Fb//c%20d', service: 's3' };
const page: ApiRequest = { method: 'GET', path: '/bucket?list-type=2&prefix=a%2Fb', service: 's3' };

interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request as the client signed it and a proxy changed it: status and code. */
async function through(
  request: ApiRequest,
  change: (sent: Sent) => Partial<Sent>,
): Promise<[number, string | undefined]> {
  const sent = { path: request.path, headers: server.client.sign(request), body: String(request.body ?? '') };
  const { path, headers, body } = { ...sent, ...change(sent) };
  const options = { method: request.method, path, headers: { ...headers, 'content-length': body.length } };
  return new Promise((done, fail) => {
    const call = send(server.url, options, (response) => {
      void text(response).then((answer) => done([response.statusCode ?? 0, errorCodeOf(Buffer.from(answer))]));
    });
    call.once('error', fail);
    call.end(body);
  });
}

const header = (name: string, value?: string) => (sent: Sent) => {
  const { [name]: _former, ...headers } = sent.headers;
  return { headers: value === undefined ? headers : { ...headers, [name]: value } };
};

const refused = { json: 'InvalidSignatureException', s3: 'SignatureDoesNotMatch' };

describe('a proxy', () => {
  it.each([list, get, page])('that keeps everything is not noticed: $method $path', async (request) => {
    expect((await through(request, () => ({})))[0]).toBe(200);
  });

  it.each<[row: string, request: ApiRequest, change: (sent: Sent) => Partial<Sent>, status: number, code: string]>([
    ['`Host`', list, header('host', 'inside:4747'), 403, refused.json],
    ['`Host`', get, header('host', 'inside:4747'), 403, refused.s3],
    ['the path', get, () => ({ path: '/bucket/a/b//c%20d' }), 403, refused.s3],
    ['the path', get, () => ({ path: '/bucket/a%2Fb/c%20d' }), 403, refused.s3],
    ['the path', get, () => ({ path: '/below/bucket/a%2Fb//c%20d' }), 403, refused.s3],
    ['the query', page, () => ({ path: '/bucket?list-type=2&prefix=a%252Fb' }), 403, refused.s3],
    ['`Authorization`', list, header('authorization'), 403, 'MissingAuthenticationToken'],
    ['`Authorization`', list, header('x-amz-target', 'SageMaker.ListEndpoints'), 403, refused.json],
    ['`Authorization`', list, header('content-type', 'application/json'), 403, refused.json],
    ['the body', list, () => ({ body: '{"MaxResults":6}' }), 403, refused.json],
  ])('that does not keep %s', async (row, request, change, status, code) => {
    expect(readFileSync(join(root, 'docs/tls.md'), 'utf8')).toContain(`\n| ${row}`);
    expect(await through(request, change)).toEqual([status, code]);
  });
});
