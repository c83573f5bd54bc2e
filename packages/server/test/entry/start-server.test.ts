import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { OptionError } from '../../src/entry/options/option-error.ts';
import { startServer } from '../../src/entry/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-start-'));
const surroundings = { environment: {}, log: { debug() {}, info() {}, warn() {}, error() {} } };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a start on a port that is taken fails in one sentence, and lets go of the data folder', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', () => listening()));
  const { port } = other.address() as AddressInfo;
  const data = join(folder, 'data');
  await expect(startServer({ data, port }, surroundings)).rejects.toThrow(
    new OptionError(`cannot listen on 127.0.0.1, port ${port}: address already in use (EADDRINUSE)`),
  );
  await new Promise((closed) => other.close(closed));
  const server = await startServer({ data, port }, surroundings);
  expect(server.port).toBe(port);
  await server.close();
});

it('a start in a data folder that cannot be one fails in one sentence', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  // Messages of the system: https://docs.libuv.org/en/v1.x/errors.html
  await expect(startServer({ data: file, port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${file}: file already exists (EEXIST)`),
  );
  await expect(startServer({ data: join(file, 'below'), port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${file}/below: not a directory (ENOTDIR)`),
  );
});

it('a start in a data folder with other things in the place of its own fails in one sentence, and lets go of it', async () => {
  const data = join(folder, 'other');
  mkdirSync(join(data, 'server.json'), { recursive: true });
  await expect(startServer({ data, port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${data}, as of ${data}/server.json: illegal operation on a directory (EISDIR)`),
  );
  rmSync(join(data, 'server.json'), { recursive: true });
  rmSync(join(data, 'objects'), { recursive: true });
  writeFileSync(join(data, 'objects'), '');
  await expect(startServer({ data, port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${data}, as of ${data}/objects/content: not a directory (ENOTDIR)`),
  );
  rmSync(join(data, 'objects'));
  const server = await startServer({ data, port: 0 }, surroundings);
  await server.close();
});
