import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint } from '../support/diamonds.ts';
import { nodeImage } from '../support/node-image.ts';
import { requestHead, sendRaw } from '../support/raw-http.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Every byte in every header that is handed on, to a container and back from it. */

/**
 * Answers with the header that the body names, the bytes that it gives in hexadecimal between two letters; answers its
 * own headers.
 */
const script = `
import { createServer } from 'node:http';
createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.end();
    const [name, hex] = Buffer.concat(chunks).toString().split(' ');
    const body = Buffer.from(JSON.stringify(request.rawHeaders));
    request.socket.write(Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\\r\\n' + name + ': a'), Buffer.from(hex, 'hex'),
      Buffer.from('b\\r\\nContent-Length: ' + body.length + '\\r\\n\\r\\n'), body,
    ]));
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

const folder = mkdtempSync(join(tmpdir(), 'catenary-headers-'));
let server: TestServer;
let host = '';
beforeAll(async () => {
  server = await startTestServer({ args: ['--allow-unsigned', ...nodeImage(folder, 'echo', script)] });
  host = new URL(server.url).host;
  await server.client.operation('CreateModel', { ModelName: 'echo', PrimaryContainer: { Image: 'host/echo:1' } });
  expect(await createEndpoint(server.client, 'echo')).toBe('InService');
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const invoke = (body: string, ...headers: string[]) =>
  sendRaw(
    server.url,
    requestHead(
      'POST /endpoints/echo/invocations HTTP/1.1',
      `Host: ${host}`,
      'Connection: close',
      `Content-Length: ${body.length}`,
      ...headers,
    ) + body,
  );

const bytes = Array.from({ length: 256 }, (_, code) => code);
/** What AWS's models let through (\p{ASCII}) of what a header may have (RFC 9110, 5.5). */
const isValid = (code: number) => code === 9 || (code >= 0x20 && code <= 0x7e);

describe('a header of a request', () => {
  it.each(['Content-Type', 'Accept', 'X-Amzn-SageMaker-Custom-Attributes', 'X-Amzn-SageMaker-Inference-Id'])(
    '%s comes to the container with the byte that was sent, or is refused',
    async (name) => {
      for (const code of bytes) {
        const value = `a${String.fromCharCode(code)}b`;
        const { statuses, text } = await invoke('x-other 41', `${name}: ${value}`);
        const isTaken = isValid(code) && !(code === 9 && name.endsWith('Inference-Id'));
        expect({ code, statuses }).toEqual({ code, statuses: [isTaken ? 200 : 400] });
        if (!isTaken) continue;
        const received = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as string[];
        expect(received[received.findIndex((one) => one.toLowerCase() === name.toLowerCase()) + 1]).toBe(value);
      }
    },
  );

  it('is handed on only if the container contract names it', async () => {
    const { text } = await invoke(
      'x-other 41',
      'Content_Length: 40',
      'X_Amzn_SageMaker_Custom_Attributes: a',
      'X-Amzn-SageMaker-Custom_Attributes: a',
      'Cookie: a=b',
      'X-Forwarded-For: 10.0.0.1',
      'Authorization: secret',
      'Transfer_Encoding: chunked',
    );
    const received = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as string[];
    const names = received.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    expect(names.sort()).toEqual(['connection', 'content-length', 'host']);
  });
});

describe('a header of an answer', () => {
  it.each(['Content-Type', 'X-Amzn-SageMaker-Custom-Attributes'])(
    '%s comes to the client with the byte that the container sent, or is its error',
    async (name) => {
      for (const code of bytes) {
        const { statuses, text } = await invoke(`${name} ${code.toString(16).padStart(2, '0')}`);
        expect({ code, statuses }).toEqual({ code, statuses: [isValid(code) ? 200 : 424] });
        if (isValid(code)) expect(text).toContain(`\r\n${name}: a${String.fromCharCode(code)}b\r\n`);
      }
    },
  );

  it('is handed on only if the container contract names it', async () => {
    const { text } = await invoke('Set-Cookie 41');
    expect(text.toLowerCase()).not.toContain('set-cookie');
  });
});
