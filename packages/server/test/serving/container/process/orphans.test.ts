import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../../../src/serving/container/process/child-process.ts');

/** A process that starts each command as a container's, prints their ids, and stays (or stops the first, and says so). */
const program = `
const { ChildProcess } = await import(process.argv[1]);
const [, , ...commands] = process.argv;
const children = commands.map((command) => new ChildProcess({
  command: ['sh', '-c', command], directory: '/', environment: { PATH: process.env.PATH }, onLine: () => undefined,
}));
process.stdin.on('data', async () => { await children[0].stop(100); console.log('stopped'); });
console.log(children.map((child) => child.pid).join(' '));
`;

const started: ChildProcess[] = [];
const groups: number[] = [];
afterEach(() => {
  for (const parent of started.splice(0)) parent.kill('SIGKILL');
  for (const group of groups.splice(0)) if (isAlive(group)) process.kill(-group, 'SIGKILL');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function start(...commands: string[]) {
  const parent = spawn(
    process.execPath,
    ['--conditions=source', '--input-type=module', '-e', program, source, ...commands],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  started.push(parent);
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  const ids = String(value).split(' ').map(Number);
  groups.push(...ids);
  return { parent, ids, nextLine: async () => (await lines.next()).value as unknown };
}

const gone = async (pid: number) => {
  for (let tries = 0; tries < 3000 && isAlive(pid); tries++) await delay(10);
  return !isAlive(pid);
};

describe('processes of containers after the death of the server', () => {
  it('end with it when it is killed', async () => {
    const { parent, ids } = await start('sleep 1000', 'sleep 1000 & wait');
    expect(ids.filter(isAlive)).toHaveLength(2);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (const pid of ids) expect(await gone(pid)).toBe(true);
  });

  it('end even if they do not listen, after those that were stopped before are forgotten', async () => {
    const { parent, ids, nextLine } = await start('sleep 1000', "trap '' TERM; while :; do sleep 0.1; done");
    parent.stdin.write('stop the first\n');
    expect(await nextLine()).toBe('stopped');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(await gone(ids[1] as number)).toBe(true);
  });

  it('do not keep a process from ending by itself', async () => {
    const { parent } = await start('exit 0');
    parent.stdin.end();
    const [code] = (await once(parent, 'exit')) as [number];
    expect(code).toBe(0);
  });
});
