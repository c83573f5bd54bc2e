import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { fromSource, root } from '../support/start-server.ts';

const run = promisify(execFile);

/**
 * The short forms of `bench/serving/write-kills.ts` and `async-kills.ts`: the server is killed at random moments, and what it had acknowledged
 * is there when it is back. The scripts end with 1 if something was lost, or is there twice or by half.
 */
async function measured(script: string, ...words: string[]): Promise<string> {
  const path = join(root, 'bench/serving', script);
  // Not the variables of the tests, which the server would take for options.
  const options = { timeout: 280_000, env: { PATH: process.env.PATH, HOME: process.env.HOME } };
  return (await run(process.execPath, [...fromSource, path, ...words], options)).stdout;
}

it('no acknowledged write is lost, and none is half there, after SIGKILL again and again', async () => {
  const output = await measured('write-kills.ts', '4');
  expect(output).toMatch(/\| 4 kills +\| \d+ +\| \d+ +\| 0 +\| 0 +\|/);
}, 300_000);

it('each acknowledged asynchronous request has one result, after SIGKILL again and again', async () => {
  const output = await measured('async-kills.ts', '120', '3');
  expect(output).toMatch(/\| 3 kills +\| 120 +\| 120 +\| 0 +\| 0 +\| 0 +\|/);
}, 300_000);
