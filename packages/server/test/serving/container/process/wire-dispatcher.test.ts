import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { removeSocket } from '../../../../src/serving/container/process/remove-socket.ts';
import { MessageWriter, type WireAnswer } from '../../../../src/serving/container/process/wire.ts';
import { WireDispatcher } from '../../../../src/serving/container/process/wire-dispatcher.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-wire-'));
let server: Server | undefined;
afterEach(() => void server?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tell(path: string, id: number): void {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(id);
  writeFileSync(`${path}.begun`, number);
}

const newPath = () => join(mkdtempSync(join(folder, 's-')), 'x.sock');
const request = { body: Buffer.from('x') };
const isSent = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { readonly wasSent: boolean }) => error.wasSent,
  );

/** The number of a request, the first of what came: see `wire.ts`. */
const numberOf = (message: Buffer) => message.readUInt32LE(12);

function answerTo(id: number): Buffer {
  const writer = new MessageWriter<WireAnswer>();
  writer.add({ id, head: { status: 200 }, body: Buffer.from('answer') });
  return Buffer.concat(writer.take());
}

/** A process that does this with its connections, and the way to it. */
async function serve(path: string, onSocket: (socket: Socket) => void): Promise<WireDispatcher> {
  server = createServer(onSocket);
  await new Promise<void>((done) => server?.listen(path, done));
  return new WireDispatcher(path, { maxAnswerBytes: 1000, isTelling: true });
}

/** Whether each of three requests counts as begun, where the process ends after it has told so of one of them. */
async function wereSent(told: number | undefined): Promise<unknown[]> {
  const path = newPath();
  if (told !== undefined) tell(path, 0);
  const dispatcher = await serve(path, (socket) => {
    socket.once('data', () => {
      if (told !== undefined) tell(path, told);
      socket.destroy();
    });
  });
  const asked = [1, 2, 3].map(() => dispatcher.ask(request));
  const ended = await Promise.allSettled(asked);
  await dispatcher.close();
  return ended.map((end) => (end.status === 'rejected' ? (end.reason as { wasSent: boolean }).wasSent : end));
}

it.each([
  // Numbers of requests begin with 1.
  [1, [true, false, false]],
  // The answer to the first may not have left it.
  [2, [true, true, false]],
  // It had answered, or begun, none of these.
  [0, [false, false, false]],
  // Without the file nothing is known, and all may have been begun.
  [undefined, [true, true, true]],
])('of a process that told of request %s', async (told, sent) => {
  expect(await wereSent(told)).toEqual(sent);
});

it('has not sent what was asked in the turn in which all is ended, nor what is asked later', async () => {
  const isRead = Promise.withResolvers<void>();
  const dispatcher = await serve(newPath(), (socket) => void socket.once('data', () => isRead.resolve()));
  const sent = isSent(dispatcher.ask(request));
  await isRead.promise;
  const waiting = isSent(dispatcher.ask(request));
  await dispatcher.destroy(new Error('the process has ended'));
  // No file told of the first.
  expect([await sent, await waiting, await isSent(dispatcher.ask(request))]).toEqual([true, false, false]);
});

it('has not sent anything before there is a connection, whatever ends it', async () => {
  const path = newPath();
  const dispatcher = await serve(path, () => undefined);
  tell(path, 1);
  const asked = isSent(dispatcher.ask(request));
  // The request is written in the next turn, and connections are made in the one after it.
  await new Promise((turn) => setImmediate(turn));
  await dispatcher.destroy(new Error('the process has ended'));
  expect(await asked).toBe(false);
});

it('sends over a new connection what was asked while the last one ended, and takes no answer for what was not sent', async () => {
  const seen: number[] = [];
  const dispatcher = await serve(newPath(), (socket) =>
    socket.on('data', (message: Buffer) => {
      const id = numberOf(message);
      seen.push(id);
      // The first connection ends for what is no answer.
      if (id === 1) socket.write(Buffer.concat([answerTo(1), answerTo(2), Buffer.alloc(32, 255)]));
      else socket.write(answerTo(id));
    }),
  );
  // Asked when the answer is read, before the rest ends the connection.
  const next = dispatcher.ask(request).then(() => dispatcher.ask(request));
  expect((await next).body.toString()).toBe('answer');
  expect(seen).toEqual([1, 2]);
  await dispatcher.close();
});

it('asks the file of the process that had the request, not of the one that took its place', async () => {
  const path = newPath();
  tell(path, 0);
  const isRead = Promise.withResolvers<void>();
  const dispatcher = await serve(path, (socket) =>
    socket.once('data', () => {
      tell(path, 1);
      isRead.resolve();
    }),
  );
  const begun = isSent(dispatcher.ask(request));
  await isRead.promise;
  // The next process is there before the connections of the last one have ended.
  await removeSocket(path);
  tell(path, 0);
  await dispatcher.destroy(new Error('the process has ended'));
  expect(await begun).toBe(true);
});

it.each<[string, (path: string) => unknown]>([
  ['a pipe, which nobody writes to', (path) => execFileSync('mkfifo', [path])],
  ['a link to a device without end', (path) => symlinkSync('/dev/zero', path)],
  ['a folder', (path) => execFileSync('mkdir', [path])],
])('of a process that has put %s where it tells: nothing is known', async (_what, put) => {
  const path = newPath();
  put(`${path}.begun`);
  const dispatcher = await serve(path, (socket) => socket.once('data', () => socket.destroy()));
  expect(await Promise.all([1, 2].map(() => isSent(dispatcher.ask(request))))).toEqual([true, true]);
  await dispatcher.close();
});

/** What a request is told by a process that writes these messages. */
async function failureOf(messages: readonly { readonly id: number; readonly head: WireAnswer }[]) {
  const writer = new MessageWriter<WireAnswer>();
  for (const message of messages) writer.add({ ...message, body: Buffer.from('x') });
  const dispatcher = await serve(newPath(), (socket) =>
    socket.once('data', () => socket.write(Buffer.concat(writer.take()))),
  );
  const failure = await dispatcher.ask(request).then(
    () => ({ message: 'answered' }),
    (error: Error & { readonly reason: string }) => error,
  );
  await dispatcher.close();
  return failure;
}

it('ends the connection of a process that answers what it was not asked', async () => {
  const head = { status: 200 };
  expect(await failureOf([7, 1].map((id) => ({ id, head })))).toMatchObject({
    reason: 'bad_response',
    message: 'it answered a request that it was not sent',
  });
  // What it answered first stands.
  expect((await failureOf([1, 1].map((id) => ({ id, head })))).message).toBe('answered');
});

it('does not hand on a Content-Type that no client reads', async () => {
  const head = { status: 200, contentType: `text/${'x'.repeat(5000)}` };
  expect(await failureOf([{ id: 1, head }])).toMatchObject({
    reason: 'bad_response',
    message: 'the header content-type of its answer has 5005 characters',
  });
});

it.runIf(process.platform === 'linux')(
  'does not follow a link that a process has put in the place of its socket',
  async () => {
    const other = newPath();
    let connections = 0;
    const own = newPath();
    const ofOther = await serve(other, () => connections++);
    symlinkSync(other, own);
    const dispatcher = new WireDispatcher(own, { maxAnswerBytes: 1000, isTelling: false });
    expect(await isSent(dispatcher.ask(request))).toBe(false);
    expect(connections).toBe(0);
    await Promise.all([dispatcher.close(), ofOther.close()]);
  },
);
