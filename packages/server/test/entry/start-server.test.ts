import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { OptionError } from '../../src/entry/options/option-error.ts';
import { startServer } from '../../src/entry/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-start-'));
const surroundings = { environment: {}, log: { debug() {}, info() {}, warn() {}, error() {} } };
const another = 'name another folder with --data or CATENARY_DATA';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a start on a port that is taken fails in one sentence, makes no data folder, and releases one that is there', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', () => listening()));
  const { port } = other.address() as AddressInfo;
  const refused = new RegExp(
    `^cannot listen on 127\\.0\\.0\\.1, port ${port}: .*(process ${process.pid} \\(.*\\)|another process) has the port \\(EADDRINUSE\\); end it`,
  );
  await expect(startServer({ data: join(folder, 'new'), port }, surroundings)).rejects.toThrow(refused);
  expect(existsSync(join(folder, 'new'))).toBe(false);
  const data = join(folder, 'data');
  mkdirSync(data);
  await expect(startServer({ data, port }, surroundings)).rejects.toThrow(refused);
  await new Promise((closed) => other.close(closed));
  const server = await startServer({ data, port }, surroundings);
  expect(server.port).toBe(port);
  await server.close();
});

it.skipIf(process.platform !== 'linux')('a start whose keys cannot be read closes what it has opened', async () => {
  const data = join(folder, 'keys');
  const keysFile = join(folder, 'keys.yaml');
  writeFileSync(keysFile, 'no list');
  await expect(startServer({ data, port: 0, keysFile }, surroundings)).rejects.toThrow('must be a list');
  const open = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return []; // that of the listing itself
    }
  });
  expect(open.filter((path) => path.startsWith(data))).toEqual([]);
});

it('a start in a data folder that cannot be one fails in one sentence', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(startServer({ data: file, port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${file}: it is a file, and not a folder (EEXIST); ${another}`),
  );
  await expect(startServer({ data: join(file, 'below'), port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${file}/below: ${file} is a file, and not a folder (ENOTDIR); ${another}`),
  );
});

it('a start in a data folder with other things in the place of its own fails in one sentence, and releases it', async () => {
  const data = join(folder, 'other');
  mkdirSync(join(data, 'server.json'), { recursive: true });
  await expect(startServer({ data, port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(`data cannot be ${data}, as of ${data}/server.json: it is a folder (EISDIR); ${another}`),
  );
  rmSync(join(data, 'server.json'), { recursive: true });
  rmSync(join(data, 'objects'), { recursive: true });
  writeFileSync(join(data, 'objects'), '');
  await expect(startServer({ data, port: 0 }, surroundings)).rejects.toThrow(
    new OptionError(
      `data cannot be ${data}, as of ${data}/objects/content: ${data}/objects is a file, and not a folder (ENOTDIR); ${another}`,
    ),
  );
  rmSync(join(data, 'objects'));
  const server = await startServer({ data, port: 0 }, surroundings);
  await server.close();
});
