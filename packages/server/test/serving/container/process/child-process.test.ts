import { existsSync, readFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { autogroupNice } from '../../../../src/platform/system/give-way.ts';
import { ChildProcess } from '../../../../src/serving/container/process/child-process.ts';

const fake = join(import.meta.dirname, 'fake-container.mjs');

function start(mode: string): { child: ChildProcess; lines: string[] } {
  const lines: string[] = [];
  const command = [process.execPath, fake, mode];
  return {
    lines,
    child: new ChildProcess({
      command,
      directory: tmpdir(),
      environment: { PATH: process.env.PATH ?? '' },
      onLine: (line) => lines.push(line),
    }),
  };
}

const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 500 && !holds(); tries++) await delay(10);
  expect(holds()).toBe(true);
};

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('ChildProcess', () => {
  it('reports the exit code, and keeps the last lines of both streams', async () => {
    const { child, lines } = start('fail');
    expect(await child.exited).toBe('the process ended with exit code 3');
    expect(lines.sort()).toEqual(['ModelError: no such file: model.bin', 'reading the model']);
    expect([...child.lastLines].sort()).toEqual(lines);
  });

  it('reports that a program does not exist', async () => {
    const child = new ChildProcess({
      command: ['no-such-program'],
      directory: tmpdir(),
      environment: {},
      onLine: () => undefined,
    });
    expect(await child.exited).toContain('no-such-program: not found on PATH');
    expect(child.pid).toBeUndefined();
  });

  it('stop() is obeyed at SIGTERM', async () => {
    const { child, lines } = start('deaf');
    await until(() => lines.includes('started'));
    await child.stop();
    expect(child.ending).toBe('the process was killed by SIGTERM');
  });

  it('stop() comes to SIGKILL when the grace is over', async () => {
    const { child, lines } = start('stubborn');
    await until(() => lines.includes('started'));
    const since = performance.now();
    await child.stop(200);
    expect(performance.now() - since).toBeGreaterThan(190);
    expect(lines).toContain('I stay');
    expect(child.ending).toContain('SIGKILL');
  });

  it('takes those it started with it, however it ends', async () => {
    const { child, lines } = start('family');
    await until(() => lines.length === 1);
    const pid = Number(/child (\d+)/.exec(lines[0] as string)?.[1]);
    expect(isAlive(pid)).toBe(true);
    process.kill(child.pid as number, 'SIGKILL');
    await child.exited;
    await until(() => !isAlive(pid));
  });

  it.skipIf(process.platform !== 'linux')('has a lower priority than the server, with all that it starts', async () => {
    const { child, lines } = start('family');
    await until(() => lines.length === 1);
    const pid = Number(/child (\d+)/.exec(lines[0] as string)?.[1]);
    expect(getPriority(pid)).toBe(Math.min(19, getPriority() + 3));
    child.kill();
    await child.exited;
  });

  it.skipIf(!existsSync('/proc/self/autogroup'))(
    'has a lower priority also where sessions share processors',
    async () => {
      const { child, lines } = start('deaf');
      await until(() => lines.includes('started'));
      const niceOf = (pid: number | 'self') => autogroupNice(readFileSync(`/proc/${pid}/autogroup`, 'latin1'));
      await until(() => niceOf(child.pid ?? 0) === Math.min(19, niceOf('self') + 3));
      child.kill();
      await child.exited;
    },
  );
});
