import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { openWorkFolder } from '../../src/entry/cli/transform/work-folder.ts';
import { runCatenary } from '../support/run-catenary.ts';
import { credentials, programWords, removeData, root, startTestServer, until } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-pipes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const golden = join(root, 'test/golden/sklearn/logistic-two-1.9');
const score = ['score', '--model', join(golden, 'model.joblib')];
const env = { PATH: process.env.PATH, HOME: folder };

describe('standard input and output', () => {
  it('are what - names', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [...programWords, ...score, '--input', '-', '--output', '-'],
      { cwd: folder, env, input: readFileSync(join(golden, 'input.csv')), encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(join(golden, 'expected-predict.csv'), 'utf8'));
    expect(readdirSync(folder)).not.toContain('-');
  });

  // A device that is as a file on a full disk: full(4).
  it.skipIf(!existsSync('/dev/full'))('that cannot be written to is told in one sentence', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [...programWords, 'inspect', join(golden, 'model.joblib')], {
      cwd: folder,
      env,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toBe('catenary: Cannot write to standard output: the disk is full (ENOSPC)\n');
    expect(status).toBe(1);
  });

  it.skipIf(!existsSync('/dev/zero'))('that never end are given up', { timeout: 60_000 }, async () => {
    const { code, stderr } = await runCatenary(folder, ...score, '--input', '/dev/zero', '--output', 'answer.csv');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^catenary: \/dev\/zero has more than the 512 MiB .*\n$/),
    ]);
    expect(existsSync(join(folder, 'answer.csv'))).toBe(false);
  });
});

describe('a server that ends while it is asked', () => {
  it('is told in one sentence with its address', async () => {
    const { port, close } = await serverThatHangsUp();
    const client = new ApiClient(`http://127.0.0.1:${port}`, credentials, 'us-east-1');
    await expect(client.operation('ListEndpoints', {})).rejects.toThrow(
      `The server at http://127.0.0.1:${port} does not answer (UND_ERR_SOCKET): catenary status says whether it runs.`,
    );
    close();
    await expect(client.operation('ListEndpoints', {})).rejects.toThrow('does not answer (ECONNREFUSED): ');
  });
});

/** Takes a connection, and ends it when a request comes. */
async function serverThatHangsUp(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer((socket) => socket.once('data', () => socket.end()));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe('a transform whose work folder another one has', () => {
  it('is refused: both would write the same files', async () => {
    const work = join(folder, 'out.work');
    await openWorkFolder(work, { command: 1 });
    await expect(openWorkFolder(work, { command: 1 })).rejects.toThrow(`Another transform is at work in ${work}: `);
  });
});

describe('a backup that is stopped', () => {
  it('leaves nothing, and takes away what one left that was killed', { timeout: 120_000 }, async () => {
    const server = await startTestServer();
    expect(await server.stop()).toBe(0);
    // Copied with the rest; long enough to be stopped in between.
    writeFileSync(join(server.data, 'large'), '');
    truncateSync(join(server.data, 'large'), 400 * 1024 * 1024);
    const backup = ['backup', join(folder, 'monday'), '--data', server.data];
    const child = spawn(process.execPath, [...programWords, ...backup], { cwd: folder, env, stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', (_status, signal) => done(signal)));
    const parts = () => readdirSync(folder).filter((name) => name.startsWith('monday'));
    await until(() => Promise.resolve(parts()[0]));
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect(parts()).toEqual([]);
    expect(readdirSync(join(server.data, 'objects')).filter((name) => name.startsWith('held'))).toEqual([]);
    // No process has this number: it is above the largest of Linux (proc(5), pid_max).
    for (const left of ['monday.4194305.part', 'monday.4194305.folder', 'monday.notes'])
      writeFileSync(join(folder, left), '');
    truncateSync(join(server.data, 'large'), 0);
    expect(await runCatenary(folder, ...backup)).toMatchObject({ code: 0, stderr: '' });
    expect(parts()).toEqual(['monday', 'monday.notes']);
    removeData(server);
  });
});
