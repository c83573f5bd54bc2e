import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  MessageReader,
  MessageWriter,
  type WireAnswer,
  type WireMessage,
} from '../../../../src/serving/container/process/wire.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const host = join(import.meta.dirname, '../../../../src/serving/container/python/host/main.py');
const directory = modelDirectory({
  'code/inference.py': `
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept): return body, content_type
`,
});
const socket = join(directory, 'worker.sock');

type Message = WireMessage<unknown>;

const bytesOf = (...messages: readonly Message[]): Buffer => {
  const writer = new MessageWriter<unknown>();
  for (const message of messages) writer.add(message);
  return Buffer.concat(writer.take());
};

/** Sends the parts with a pause between them, and gives the answers until all have come, or the host closes. */
async function talk(count: number, ...parts: readonly Buffer[]): Promise<unknown[]> {
  const connection = connect(socket);
  const answers: unknown[] = [];
  const reader = new MessageReader<WireAnswer>(2 ** 30, ({ id, head, body }) => {
    answers.push([id, head, body.length > 100 ? body.length : body.toString()]);
    if (answers.length === count) connection.end();
  });
  connection.on('data', (chunk) => reader.push(chunk as Buffer));
  connection.on('error', () => undefined);
  const ended = new Promise((resolve) => connection.once('close', resolve));
  for (const part of parts) {
    connection.write(part);
    await delay(20);
  }
  await ended;
  return answers;
}

const post = (id: number, body: string): Message => ({
  id,
  head: { path: '/invocations', contentType: 'text/csv' },
  body: Buffer.from(body),
});
const answer = (id: number, body: unknown) => [id, { status: 200, contentType: 'text/csv' }, body];

/** The lengths of head, name and body, the number of the request, no time, and then these bytes. */
function raw(lengths: readonly [number, number, number], rest: string): Buffer {
  const start = Buffer.alloc(20);
  for (const [at, length] of [...lengths, 7].entries()) start.writeUInt32LE(length, at * 4);
  return Buffer.concat([start, Buffer.from(rest)]);
}

describe('the Python host', () => {
  let worker: ChildProcess;
  beforeAll(async () => {
    const options = ['--socket', socket, '--model-directory', directory, '--code-directory', join(directory, 'code')];
    const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    worker = spawn('python3', [host, ...options, '--program', 'inference.py'], { stdio: 'inherit', env: environment });
    while (!existsSync(socket)) await delay(20);
  });
  afterAll(() => worker.kill('SIGKILL'));

  it('answers requests that come whole, in pieces, or together', async () => {
    expect(await talk(1, bytesOf(post(1, 'abc')))).toEqual([answer(1, 'abc')]);
    const bytes = bytesOf(post(2, 'abc'), { ...post(3, 'def'), name: 'some-name' });
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_none, at) =>
      bytes.subarray(at * 7, at * 7 + 7),
    );
    for (const parts of [[bytes], pieces])
      expect(await talk(2, ...parts)).toEqual([answer(2, 'abc'), answer(3, 'def')]);
  });

  it('answers a large body, and what comes behind it', async () => {
    const large = post(4, 'x'.repeat(300_000));
    expect(await talk(2, bytesOf(large, post(5, 'y')))).toEqual([answer(4, 300_000), answer(5, 'y')]);
  });

  it('keeps the number of the request that it works on, or worked on last', async () => {
    await talk(1, bytesOf(post(4_000_000_000, 'abc')));
    expect(readFileSync(`${socket}.begun`).readUInt32LE(0)).toBe(4_000_000_000);
  });

  it.each([
    ['a head that is too large', raw([2 ** 20 + 1, 0, 0], '')],
    ['a name that is too large', raw([2, 2 ** 20 + 1, 0], '{}')],
    ['a body that is too large', raw([2, 0, 2 ** 27 + 1], '{}')],
    ['a head that is no JSON', raw([2, 0, 0], '{"')],
    ['a head that is no object', raw([4, 0, 0], 'null')],
    ['a head without a path', raw([2, 0, 0], '{}')],
  ])('closes at %s', async (_what, bytes) => {
    expect(await talk(1, bytes)).toEqual([]);
  });

  it('has no other paths', async () => {
    const [found] = await talk(1, bytesOf({ ...post(1, ''), head: { path: '/models/x' } }));
    expect(found).toEqual([
      1,
      { status: 404, contentType: 'application/json' },
      expect.stringContaining('no such path'),
    ]);
  });

  it('is still there after all of that', async () => {
    expect(await talk(1, bytesOf({ id: 9, head: { path: '/ping' }, body: Buffer.alloc(0) }))).toEqual([
      [9, { status: 200 }, ''],
    ]);
  });
});
