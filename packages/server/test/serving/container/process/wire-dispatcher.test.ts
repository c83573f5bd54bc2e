import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { WireDispatcher } from '../../../../src/serving/container/process/wire-dispatcher.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-wire-'));
let server: Server | undefined;
afterEach(() => void server?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether each of three requests counts as begun, where the process ends after it has told so of one of them. */
async function wereSent(told: number | undefined): Promise<unknown[]> {
  const path = join(mkdtempSync(join(folder, 's-')), 'x.sock');
  server = createServer((socket) => {
    socket.once('data', () => {
      const number = Buffer.alloc(4);
      number.writeUInt32LE(told ?? 0);
      if (told !== undefined) writeFileSync(`${path}.begun`, number);
      socket.destroy();
    });
  });
  await new Promise<void>((done) => server?.listen(path, done));
  const dispatcher = new WireDispatcher(path, { maxAnswerBytes: 1000, isTelling: true });
  const asked = [1, 2, 3].map(() => dispatcher.ask({ body: Buffer.from('x') }));
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
