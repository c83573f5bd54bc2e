import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownBoxes } from '../support/boxes.ts';
import { createEndpoint } from '../support/diamonds.ts';
import { lastingProcesses, markedProcesses } from '../support/marked-processes.ts';
import { root, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** A container that tries to get out: in bubblewrap every attempt is in vain; without it the server says what it cannot do. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-escapes-'));
// Inside of the folder that the container's command is in, which it sees.
const data = join(folder, 'data');
/** The server's own folder for temporary files. */
const temporary = join(folder, 'tmp');
const canary = `canary-${randomUUID()}`;
const config = join(folder, 'catenary.yaml');
const [closed] = await knownBoxes();
let server: TestServer;
let pid: number;
let port: number;

async function start(sandbox: string): Promise<void> {
  for (const path of [data, temporary]) mkdirSync(path, { recursive: true });
  copyFileSync(join(root, 'packages/server/test/support/escape-probe.py'), join(folder, 'probe.py'));
  const command = JSON.stringify(['python3', join(folder, 'probe.py')]);
  writeFileSync(config, `sandbox: ${sandbox}\nimages:\n  - match: "*/probe:*"\n    command: ${command}\n`);
  const env = { SOME_PASSWORD: canary, TMPDIR: temporary, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  server = await startTestServer({ data, args: ['--config', config, '--allow-unsigned'], env });
  ({ pid } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { pid: number });
  port = Number(new URL(server.url).port);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = { Image: 'registry/probe:1', Environment: { OWN: canary } };

async function open(name: string, more: object = {}): Promise<string> {
  await server.client.operation('CreateModel', { ModelName: name, PrimaryContainer: image, ...more });
  return createEndpoint(server.client, name);
}

/** What each attempt gave. */
async function attempt(name: string, ...attempts: readonly (readonly unknown[])[]): Promise<unknown[]> {
  const answer = await server.client.send({
    method: 'POST',
    path: `/endpoints/${name}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(attempts),
  });
  return JSON.parse(answer.body.toString()) as unknown[];
}

describe.skipIf(closed?.box === undefined)('a container in bubblewrap', () => {
  beforeAll(async () => {
    await start('bubblewrap');
    expect(await open('probe')).toBe('InService');
  });
  afterAll(() => server.stop());

  it('does not see the keys, the database, or the home of the user', async () => {
    expect(existsSync(join(data, 'credentials.json'))).toBe(true);
    const [listed, ...read] = await attempt(
      'probe',
      ['list', data],
      ...['credentials.json', 'catenary.sqlite', 'server-id'].map((name) => ['read', join(data, name)]),
      ['list', homedir()],
      ['read', '/etc/shadow'],
      ['read', config.replace('catenary.yaml', 'data/server.json')],
    );
    // Its own model is all that is there of the data folder.
    expect(listed).toEqual(['containers']);
    expect(read.filter((result) => result !== 'FileNotFoundError')).toEqual(
      homedir() === '/root' && existsSync('/root/.pyenv') ? [['.pyenv']] : [],
    );
  });

  it('sees no process of others, nor what they were started with', async () => {
    const [environments, kill, trace, first] = await attempt(
      'probe',
      ['environments'],
      ['kill', pid],
      ['ptrace', pid],
      ['read', '/proc/1/environ'],
    );
    expect(environments).not.toContain(canary);
    expect(first).not.toContain(canary);
    expect([kill, trace]).toEqual(['ProcessLookupError', 'ProcessLookupError']);
  });

  it('writes nowhere but in its temporary folders, and not more than 1 GiB there', async () => {
    const outside = [
      '/usr/x',
      '/etc/x',
      '/x',
      '/run/x',
      '/dev/x',
      join(folder, 'x'),
      join(folder, 'probe.py'),
      join(data, 'containers/x'),
      'x',
    ];
    const denied = await attempt('probe', ...outside.map((path) => ['write', path]));
    const errors = ['Read-only file system', 'PermissionError', 'FileNotFoundError'];
    expect(denied.filter((result) => !errors.includes(String(result)))).toEqual([]);
    const name = `catenary-${randomUUID()}`;
    const attempts = [['write', `/tmp/${name}`], ['write', `/var/tmp/${name}`], ['shared memory']];
    expect(await attempt('probe', ...attempts)).toEqual(['done', 'done', 7]);
    expect(existsSync(`/tmp/${name}`)).toBe(false);
    const places = ['/tmp', '/var/tmp', '/dev/shm'];
    expect(await attempt('probe', ...places.map((place) => ['fallocate', `${place}/large`]))).toEqual(
      places.map(() => 'No space left on device'),
    );
  });

  it('has no privileges and gets none', async () => {
    const [status, mount, unshare, chroot, raw, limit] = await attempt(
      'probe',
      ['status'],
      ['mount'],
      ['unshare'],
      ['chroot'],
      ['raw'],
      ['limit'],
    );
    expect(status).toEqual(['0000000000000000', '0000000000000000', '1']);
    for (const result of [mount, chroot, raw]) expect(result).toBe('PermissionError');
    expect(unshare).toBe(1);
    expect(limit).toBe(4096);
  });

  it('has the network of the machine, and with EnableNetworkIsolation none', async () => {
    expect(await attempt('probe', ['connect', port])).toEqual(['done']);
    expect(await open('isolated', { EnableNetworkIsolation: true })).toBe('InService');
    expect(await server.client.operation('DescribeModel', { ModelName: 'isolated' })).toMatchObject({
      EnableNetworkIsolation: true,
    });
    const others = [...server.log().matchAll(/probing on (\d+)/g)].map((match) => Number(match[1]));
    expect(others).toHaveLength(2);
    const results = await attempt('isolated', ['connect', port], ['connect', others[0]], ['connect', others[1]]);
    expect(results).toEqual(['ConnectionRefusedError', 'ConnectionRefusedError', 'done']);
  });

  it('leaves no socket behind once a server that was killed is started again', async () => {
    const sockets = () => readdirSync(temporary).filter((name) => name.startsWith('catenary-'));
    const left = sockets();
    expect(left).toHaveLength(1);
    const anothers = join(temporary, 'catenary-0123456789abcdef');
    mkdirSync(anothers);
    await server.stop('SIGKILL');
    await start('bubblewrap');
    expect(await attempt('isolated', ['connect', port])).toEqual(['ConnectionRefusedError']);
    expect(sockets()).toHaveLength(2);
    expect(sockets()).not.toContain(left[0]);
    expect(existsSync(anothers)).toBe(true);
    await server.client.operation('DeleteEndpoint', { EndpointName: 'isolated' });
    // The record of a folder goes after the folder.
    const records = () => readdirSync(join(data, 'sockets'));
    expect(await until(async () => (sockets().length + records().length === 1 ? true : undefined))).toBe(true);
  });

  it('leaves nothing behind when its endpoint is deleted', async () => {
    const mark = `mark-${randomUUID()}`;
    expect(await attempt('probe', ['leave', mark])).toEqual(['done']);
    // Looked at once: a process that becomes another program has no command for a moment.
    await expect.poll(() => markedProcesses(mark), { timeout: 60_000 }).not.toEqual([]);
    await server.client.operation('DeleteEndpoint', { EndpointName: 'probe' });
    expect(await lastingProcesses(mark)).toEqual([]);
  });
});

describe('a server without bubblewrap', () => {
  beforeAll(() => start('none'));
  afterAll(() => server.stop());

  it('refuses EnableNetworkIsolation by name, for what runs as a process', async () => {
    await expect(open('refused', { EnableNetworkIsolation: true })).rejects.toThrow(
      /EnableNetworkIsolation: container primary runs as a process.*apt-get install bubblewrap/,
    );
    const script = { Image: 'sagemaker-scikit-learn:1.9-1-cpu-py3', Environment: { SAGEMAKER_PROGRAM: 'x.py' } };
    const containers = { Containers: [image, script], PrimaryContainer: undefined };
    await expect(open('refused', { EnableNetworkIsolation: true, ...containers })).rejects.toThrow('container-1');
  });

  it('runs containers, which see what its user sees', async () => {
    expect(await open('open')).toBe('InService');
    const [listed] = await attempt('open', ['list', data]);
    expect(listed).toContain('credentials.json');
  });
});
