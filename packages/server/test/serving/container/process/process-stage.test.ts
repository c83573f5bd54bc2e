import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  launchProcessStage,
  type ProcessStageDefinition,
} from '../../../../src/serving/container/process/process-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';

const fake = join(import.meta.dirname, 'fake-container.mjs');
const never = new AbortController().signal;
const stages: Stage[] = [];
const logged: string[] = [];

afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()));
  logged.length = 0;
});

async function launch(mode: string, more: Partial<ProcessStageDefinition> = {}): Promise<Stage> {
  const stage = await launchProcessStage({
    hostname: 'custom',
    image: 'registry/custom:1',
    command: [process.execPath, fake, mode],
    modelDirectory: mkdtempSync(join(realpathSync(tmpdir()), 'model-')),
    environment: {},
    startupTimeoutMs: 20_000,
    signal: never,
    onLog: (line) => logged.push(line),
    ...more,
  });
  stages.push(stage);
  return stage;
}

const ask = async (stage: Stage, body: string, signal = never) => stage.invoke({ body: Buffer.from(body) }, signal);

function leavingAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort('disconnected'), ms);
  return controller.signal;
}

async function pidOf(stage: Stage): Promise<number> {
  const answer = await ask(stage, 'environment');
  return (JSON.parse(answer.body.toString()) as { pid: number }).pid;
}

/** Connections of this machine to a port whose other end is closed, which nobody has noticed yet (CLOSE_WAIT of procfs). */
function closedAtOtherEnd(port: number): number {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'latin1').split('\n');
  return lines.filter((line) => {
    const [, , remote = '', state] = line.trim().split(/\s+/);
    return remote.endsWith(end) && state === '08';
  }).length;
}

async function untilAnswered(stage: Stage): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const status = await ask(stage, 'echo').then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await delay(20);
  }
  throw new Error('the process did not come back');
}

describe('launchProcessStage()', () => {
  it('keeps the container contract', async () => {
    const stage = await launch('serve');
    expect(await ask(stage, 'echo')).toMatchObject({
      status: 200,
      contentType: 'text/plain',
      body: Buffer.from('echo'),
    });
    expect(await stage.ping(never)).toBe(true);
    expect(await stage.executionParameters(never)).toEqual({ maxConcurrentTransforms: 3 });
  });

  it('gives the process its own environment, not the server’s', async () => {
    process.env.CATENARY_TEST_SECRET = 'secret';
    const stage = await launch('serve', { environment: { LEVEL: '5', SAGEMAKER_BIND_TO_PORT: '1' } });
    const seen = JSON.parse((await ask(stage, 'environment')).body.toString()) as Record<string, string>;
    expect(seen.CATENARY_TEST_SECRET).toBeUndefined();
    expect(seen.LEVEL).toBe('5');
    expect(seen.SAGEMAKER_BIND_TO_PORT).not.toBe('1');
    expect(seen.SAGEMAKER_SAFE_PORT_RANGE).toMatch(/^\d{5}-\d{5}$/);
    expect(seen.cwd).toBe(seen.SM_MODEL_DIR);
    delete process.env.CATENARY_TEST_SECRET;
  });

  it('says why a process did not start, with the end of its log', async () => {
    await expect(launch('fail')).rejects.toThrow(
      /^The process ended with exit code 3 before it answered \/ping\. Last lines of its log:\n[^]*ModelError: no such file: model\.bin/,
    );
  });

  it('gives up on a process that never answers /ping, and leaves none behind', async () => {
    await expect(launch('deaf', { startupTimeoutMs: 1000 })).rejects.toThrow(
      /\/ping did not answer 200 within 1 seconds/,
    );
  });

  it('gives up when asked to', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    await expect(launch('deaf', { signal: controller.signal })).rejects.toThrow('The start was given up');
  });

  it('takes no answers from a stranger on its port', async () => {
    const strangers: Server[] = [];
    const thief = createServer((request, response) => {
      const stranger = createServer((_request, answer) => answer.end()).listen(
        Number(request.url?.slice(1)),
        '127.0.0.1',
      );
      strangers.push(stranger);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(thief, 'listening');
    const environment = { THIEF_PORT: String((thief.address() as AddressInfo).port) };
    // Longer than the test may take: to find another port does not wait for the time of the start.
    await expect(launch('robbed', { environment, startupTimeoutMs: 3_600_000 })).rejects.toThrow(
      /No port could be had: .* port \d+ was taken by another process/,
    );
    expect(strangers).toHaveLength(3);
    for (const server of [thief, ...strangers]) server.close();
  });

  it.each([
    ['no process', 0],
    ['another process', 1],
  ])('replaces a container that lives on without its listener, and %s has its port', async (_who, thieves) => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    const port = Number((await ask(stage, 'stop listening')).body);
    const thief = createServer((_request, answer) => answer.end('of a stranger'));
    if (thieves === 1) await once(thief.listen(port, '127.0.0.1'), 'listening');
    // Requests wait all the time: it is never seen to do nothing.
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(stage, 'echo')));
    expect(new Set(answers.map(({ body }) => body.toString()))).toEqual(new Set(['echo']));
    expect(await pidOf(stage)).not.toBe(pid);
    thief.close();
  });

  it.each([
    ['crash', /killed by SIGKILL/],
    ['die', /ended with exit code 7/],
  ])('fails a request at once when the process ends in it (%s), and starts another one', async (body, ending) => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    // Its deadline is far: the failure is that of the connection.
    await expect(ask(stage, body, AbortSignal.timeout(100_000))).rejects.toMatchObject({
      name: 'StageUnreachable',
      reason: 'connection',
      message: expect.stringMatching(ending),
    });
    // What comes while it is being started waits for it.
    expect((await ask(stage, 'echo')).status).toBe(200);
    expect(await pidOf(stage)).not.toBe(pid);
  });

  it('honours the deadline of a request that hangs', async () => {
    const stage = await launch('serve');
    await expect(ask(stage, 'hang', AbortSignal.timeout(200))).rejects.toMatchObject({ reason: 'timeout' });
    expect((await ask(stage, 'echo')).status).toBe(200);
  });

  it.skipIf(process.platform !== 'linux')(
    'asks again what it wrote to a kept connection that the container had just closed',
    async () => {
      const stage = await launch('serve');
      const port = Number((await ask(stage, 'close connections')).body);
      // Without a turn of the event loop: the news lies in the socket, and the next request is written before it is read.
      while (closedAtOtherEnd(port) === 0);
      expect((await ask(stage, 'echo')).body.toString()).toBe('echo');
      expect(logged).toEqual([]);
    },
  );

  it('replaces a process that is stopped in its tracks', async () => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    process.kill(pid, 'SIGSTOP');
    await expect(ask(stage, 'echo', AbortSignal.timeout(300))).rejects.toMatchObject({ reason: 'timeout' });
    while (!logged.some((line) => line.includes('the process is replaced'))) await delay(50);
    await untilAnswered(stage);
    expect(await pidOf(stage)).not.toBe(pid);
  });

  it('replaces a process that is stopped, although requests keep coming', async () => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    process.kill(pid, 'SIGSTOP');
    const isReplaced = () => logged.some((line) => line.includes('the process is replaced'));
    while (!isReplaced()) {
      void Promise.resolve(ask(stage, 'echo', AbortSignal.timeout(400))).catch(() => undefined);
      await delay(100);
    }
    await untilAnswered(stage);
  });

  it('does not touch a process that only works for long', async () => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    await expect(ask(stage, 'block', AbortSignal.timeout(6000))).resolves.toMatchObject({ status: 200 });
    expect(await pidOf(stage)).toBe(pid);
  });

  it('answers all that is sent after a kill, and fails at once what was under way', async () => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    const under = Array.from({ length: 3 }, () => ask(stage, 'hang').catch((error: Error) => error));
    // It has read them when it answers what came later.
    for (let at = 0; at < 5; at++) await ask(stage, 'echo');
    process.kill(pid, 'SIGKILL');
    // Some are written before this process hears of the other's end.
    const after = Array.from({ length: 40 }, (_, at) => delay(at * 5).then(() => ask(stage, 'echo')));
    const answers = await Promise.all(after);
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    for (const failure of await Promise.all(under))
      expect(failure).toMatchObject({
        reason: 'connection',
        wasSent: true,
        message: expect.stringContaining('SIGKILL'),
      });
  });

  it('replaces a process that is stopped while all callers leave, and answers those that stay', async () => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    process.kill(pid, 'SIGSTOP');
    const isReplaced = () => logged.some((line) => line.includes('the process is replaced'));
    while (!isReplaced()) {
      void ask(stage, 'echo', leavingAfter(300)).catch(() => undefined);
      await delay(100);
    }
    expect((await ask(stage, 'echo')).status).toBe(200);
    expect(await pidOf(stage)).not.toBe(pid);
  });

  it('keeps a slow process whose callers leave, as it answers its pings', async () => {
    const stage = await launch('serve');
    const pid = await pidOf(stage);
    for (let asked = 0; asked < 60; asked++) {
      void ask(stage, 'hang', leavingAfter(200)).catch(() => undefined);
      await delay(100);
    }
    expect(await pidOf(stage)).toBe(pid);
    expect(logged).toEqual([]);
  });

  it('is not sure of an answer without length in which the process ended', async () => {
    const stage = await launch('serve');
    expect((await ask(stage, 'endless')).body.toString()).toBe('one two');
    await expect(ask(stage, 'endless and die')).rejects.toMatchObject({
      message: expect.stringMatching(/killed by SIGKILL .*, perhaps in the middle of its answer$/),
    });
  });

  it('refuses requests after close()', async () => {
    const stage = await launch('serve');
    await stage.close();
    await expect(ask(stage, 'echo')).rejects.toThrow('the container has been stopped');
  });
});
