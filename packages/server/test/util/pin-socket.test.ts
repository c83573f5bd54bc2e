import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { pinSocket } from '../../src/util/pin-socket.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-pin-'));

/** A process that listens there, and says its name. */
async function listen(name: string): Promise<string> {
  const path = join(folder, name);
  const server = createServer((socket) => socket.end(name));
  await new Promise<void>((done) => server.listen(path, done));
  onTestFinished(() => {
    server.close();
    rmSync(path, { force: true });
  });
  return path;
}

it.runIf(process.platform === 'linux')('leads to the socket that was there when it was looked at', async () => {
  const own = await listen('own');
  const other = await listen('other');
  const { path, release } = pinSocket(own);
  renameSync(own, `${own}-moved`);
  symlinkSync(other, own);
  expect(await text(connect(path))).toBe('own');
  release();
  release();
  rmSync(own);
  renameSync(`${own}-moved`, own);
});

it.runIf(process.platform === 'linux')('is none of a link, a file, or nothing', async () => {
  const other = await listen('other');
  const link = join(folder, 'link');
  symlinkSync(other, link);
  expect(() => pinSocket(link)).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
  writeFileSync(join(folder, 'file'), '');
  expect(() => pinSocket(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
  expect(() => pinSocket(join(folder, 'nothing'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
