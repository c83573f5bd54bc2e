import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEndpoint } from '../support/diamonds.ts';
import { nodeImage } from '../support/node-image.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * Bodies that a server which parsed and wrote them again would change, or end over: a container gets them, and its caller the
 * answer, byte for byte.
 */

const script = `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  response.setHeader('content-type', 'application/json');
  request.pipe(response);
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

const folder = mkdtempSync(join(tmpdir(), 'catenary-bodies-'));
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ args: nodeImage(folder, 'echo', script) });
  // Two containers: what the first answers is handed on to the second.
  const container = { Image: 'host/echo:1' };
  await server.client.operation('CreateModel', { ModelName: 'echo', Containers: [container, container] });
  expect(await createEndpoint(server.client, 'echo')).toBe('InService');
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  // By JSON.parse: 12345678901234567000, Infinity, and the last of both.
  [
    'numbers and keys that are not what they were once they are parsed',
    '{"a":12345678901234567890,"b":1e999,"a":-0.0,"\\u0061":1.50}',
  ],
  ['a key that changes prototypes', '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'],
  ['lists that nest two million deep', '['.repeat(2_000_000) + ']'.repeat(2_000_000)],
  ['a text of five million characters', `"${'x'.repeat(5_000_000)}"`],
  ['bytes that are no text', Buffer.from(Array.from({ length: 4096 }, (_, at) => at % 256)).toString('latin1')],
])('%s are handed on as they came', async (_, text) => {
  const body = Buffer.from(text, 'latin1');
  const answer = await server.client.send({
    method: 'POST',
    path: '/endpoints/echo/invocations',
    service: 'sagemaker',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.body.equals(body)).toBe(true);
});
