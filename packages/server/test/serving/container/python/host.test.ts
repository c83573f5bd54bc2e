import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelDirectory } from '../../../support/script-directory.ts';

const host = join(import.meta.dirname, '../../../../src/serving/container/python/host/main.py');
const directory = modelDirectory({
  'code/inference.py': `
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept): return body, content_type
`,
});
const socket = join(directory, 'worker.sock');

/** Sends the parts with a pause between them and returns all that comes back. */
async function talk(...parts: readonly (string | Buffer)[]): Promise<string> {
  const connection = connect(socket);
  let received = '';
  connection.on('data', (chunk) => (received += chunk.toString('latin1')));
  connection.on('error', () => undefined);
  const ended = new Promise((resolve) => connection.once('close', resolve));
  for (const part of parts) {
    connection.write(part);
    await delay(20);
  }
  connection.end();
  await ended;
  return received;
}

const post = (length: number | string, body = '') =>
  `POST /invocations HTTP/1.1\r\ncontent-type: text/csv\r\ncontent-length: ${length}\r\n\r\n${body}`;
const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 3\r\n\r\nabc';

describe('the Python host', () => {
  let worker: ChildProcess;
  beforeAll(async () => {
    const options = ['--socket', socket, '--model-directory', directory, '--code-directory', join(directory, 'code')];
    const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    worker = spawn('python3', [host, ...options, '--program', 'inference.py'], { stdio: 'inherit', env: environment });
    while (!existsSync(socket)) await delay(20);
  });
  afterAll(() => worker.kill('SIGKILL'));

  it('answers a request that comes whole, in pieces, or after another on the same connection', async () => {
    expect(await talk(post(3, 'abc'))).toBe(answer);
    expect(await talk(...post(3, 'abc').match(/[^]{1,7}/g)!)).toBe(answer);
    expect(await talk(post(3, 'abc'), post(3, 'abc'))).toBe(answer + answer);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['another version', 'GET /ping HTTP/2\r\n\r\n', 400],
    ['a header without a colon', 'GET /ping HTTP/1.1\r\nnonsense\r\n\r\n', 400],
    ['a length that is no number', post('-1'), 400],
    ['a length that is too large', post(1e12), 413],
    ['more than its length', post(2, 'abc'), 400],
    ['a chunked body', 'POST /invocations HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n', 411],
    ['an endless head', `GET /ping HTTP/1.1\r\nx: ${'y'.repeat(70_000)}`, 431],
    ['a head that ends early', 'GET /ping HT', 400],
    ['a body that ends early', post(10, 'abc'), 400],
  ])('refuses %s and closes', async (_what, request, status) => {
    const reply = await talk(request);
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(reply).toContain('"error": "BadRequest"');
  });

  it.each(['GET /invocations', 'POST /ping', 'GET /', 'DELETE /models/x'])('has no %s', async (line) => {
    expect(await talk(`${line} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('is still there after all of that', async () => {
    await talk(Buffer.from([0, 255, 13, 10, 13, 10]));
    expect(await talk('GET /ping HTTP/1.1\r\n\r\n')).toBe('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  });
});
