import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { launcherMark } from '../../src/entry/node/end-with-launcher.ts';
import { programWords, testCache, until } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-launcher-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A launcher as an older Node has it: it starts the program, and waits. */
const launcher = `
const { spawn } = require('node:child_process');
const env = { ...process.env, ${launcherMark}: String(process.pid) };
spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit', env });
`;

/** A server behind a launcher, once it is ready. With a secret in its environment it starts itself again to hide it. */
async function launched(data: string, secret: NodeJS.ProcessEnv) {
  const words = ['-e', launcher, '--', ...programWords, 'serve', '--port', '0', '--data', data];
  const env = { PATH: process.env.PATH, HOME: folder, CATENARY_ENVIRONMENTS: testCache, ...secret };
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const { pid } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { pid: number };
  return { child, pid };
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return Promise.resolve(undefined);
  } catch {
    return Promise.resolve(true);
  }
};

it.each([
  ['with nothing to hide', {}],
  ['with a secret in its environment', { MY_SECRET: 'x' }],
])('a server %s ends when what launched it was killed', { timeout: 60_000 }, async (name, secret) => {
  const { child, pid } = await launched(join(folder, name), secret);
  expect(pid).not.toBe(child.pid);
  child.kill('SIGKILL');
  expect(await until(() => isGone(pid), 30_000)).toBe(true);
});

it('a server whose parent is another process than the mark says goes on', { timeout: 60_000 }, async () => {
  const data = join(folder, 'marked by hand');
  const words = [...programWords, 'serve', '--port', '0', '--data', data];
  const env = { PATH: process.env.PATH, HOME: folder, CATENARY_ENVIRONMENTS: testCache, [launcherMark]: '1' };
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  await new Promise((done) => setTimeout(done, 1500));
  expect(child.exitCode).toBe(null);
  child.kill();
  expect((await ended)[0]).toBe(0);
});
