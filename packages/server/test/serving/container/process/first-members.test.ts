import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FirstMembers } from '../../../../src/serving/container/process/first-members.ts';

/** A process group: a shell that reaps its children at once, with two of them whose ids it prints. */
async function startGroup() {
  const shell = spawn('bash', ['-c', 'trap : CHLD; sleep 300 & echo $!; sleep 300 & echo $!; while :; do wait; done'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const group = shell.pid as number;
  onTestFinished(() => void process.kill(-group, 'SIGKILL'));
  let text = '';
  while (text.split('\n').length < 3) text += String(await once(shell.stdout, 'data'));
  return { group, children: text.trim().split('\n').map(Number) };
}

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('processes of a container', () => {
  it('are known to have ended although somebody has reaped them', async () => {
    const { group, children } = await startGroup();
    const members = new FirstMembers(group);
    members.note();
    expect(await members.isOneEnding()).toBe(false);
    const [first = 0] = children;
    process.kill(first, 'SIGKILL');
    await expect.poll(() => isThere(first), { timeout: 10_000 }).toBe(false);
    expect(await members.isOneEnding()).toBe(true);
    // It has been told.
    expect(await members.isOneEnding()).toBe(false);
  });

  it('that came later may end', async () => {
    const { group, children } = await startGroup();
    const members = new FirstMembers(group);
    expect(await members.isOneEnding()).toBe(false);
    const [first = 0] = children;
    process.kill(first, 'SIGKILL');
    await expect.poll(() => isThere(first), { timeout: 10_000 }).toBe(false);
    expect(await members.isOneEnding()).toBe(false);
  });

  it('are none where there is no group', async () => {
    const members = new FirstMembers(undefined);
    members.note();
    expect(await members.isOneEnding()).toBe(false);
  });
});
