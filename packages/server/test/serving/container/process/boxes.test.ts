import { type ChildProcess as NodeChild, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Box } from '../../../../src/serving/container/process/box.ts';
import { ChildProcess } from '../../../../src/serving/container/process/child-process.ts';
import { openBox } from '../../../../src/serving/container/process/open-box.ts';
import { knownBoxes } from '../../../support/boxes.ts';
import { lastingProcesses, markedProcesses } from '../../../support/marked-processes.ts';

const marks: string[] = [];
afterEach(() => {
  for (const mark of marks.splice(0)) for (const pid of markedProcesses(mark)) process.kill(pid, 'SIGKILL');
});

function start(box: Box, script: string, environment: Record<string, string> = {}) {
  const lines: string[] = [];
  const mark = `mark-${randomUUID()}`;
  marks.push(mark);
  const child = new ChildProcess({
    command: ['sh', '-c', script, mark],
    directory: '/usr',
    environment: { PATH: process.env.PATH ?? '', ...environment },
    onLine: (line) => lines.push(line),
    box,
  });
  return { child, lines, mark };
}

const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 1000 && !holds(); tries++) await delay(10);
  expect(holds()).toBe(true);
};

/** Leaves its process group and its parent, and does not listen. */
const escape = `(trap '' TERM HUP; setsid sh -c 'trap "" TERM; while :; do sleep 0.1; done' "$0" & ); `;
const stay = 'while :; do sleep 0.1; done';

const boxes = await knownBoxes();

describe.each(boxes)('a box of kind $name', ({ name, box }) => {
  const test = it.skipIf(box === undefined);
  const own = box as Box;

  test('reports how its process ended', async () => {
    expect(await start(own, 'exit 3').child.exited).toBe('the process ended with exit code 3');
    expect(await start(own, 'kill -KILL $$').child.exited).toContain('killed by SIGKILL');
    expect(await start(own, 'kill -SEGV $$').child.exited).toBe('the process was killed by SIGSEGV');
  });

  test('gives its process the environment as it is, and what starts it none of it', async () => {
    const odd = { A: `quotes ' " $HOME \`id\``, B: 'two\nlines\n', C: 'ä\\n', D: '', _E1: '-n' };
    const { child, lines } = start(own, 'printf "%s|" "$A" "$B" "$C" "$D" "$_E1"; echo; env', odd);
    await child.exited;
    expect(lines.join('\n')).toContain(
      Object.values(odd)
        .map((value) => `${value}|`)
        .join(''),
    );
    expect(lines.some((line) => line.startsWith('HOME='))).toBe(false);
    // A library that its variables name is not loaded by what makes the box.
    const hostile = start(own, 'exit 4', { LD_PRELOAD: '/nonexistent/hostile.so' });
    expect(await hostile.child.exited).toBe('the process ended with exit code 4');
    expect(hostile.lines.filter((line) => /bwrap|setpriv|unshare|python/.test(line))).toEqual([]);
  });

  test('stops its process by SIGTERM', async () => {
    const { child, lines } = start(own, `trap 'echo bye; exit 0' TERM; echo ready; ${stay}`);
    await until(() => lines.includes('ready'));
    await child.stop(20_000);
    expect(lines).toContain('bye');
    expect(child.ending).toBe('the process ended with exit code 0');
  });

  it.skipIf(box === undefined || name === 'process-group')(
    'ends what has left its process group, however its process ends',
    async () => {
      const kinds = [
        async (child: ChildProcess) => child.stop(100),
        async (child: ChildProcess) => child.kill(),
        async (_child: ChildProcess, lines: string[]) => until(() => lines.includes('over')),
      ];
      for (const [at, end] of kinds.entries()) {
        const { child, lines, mark } = start(own, `${escape} echo ready; ${at === 2 ? 'sleep 0.2; echo over' : stay}`);
        await until(() => lines.includes('ready') && markedProcesses(mark).length > 1);
        await end(child, lines);
        await child.exited;
        expect(await lastingProcesses(mark)).toEqual([]);
      }
    },
  );
});

const source = join(import.meta.dirname, '../../../../src/serving/container/process/child-process.ts');
const boxesSource = join(import.meta.dirname, '../../../support/boxes.ts');

/** A server of sorts: starts processes one after the other, for ever, and says when it begins. */
const server = `
const { ChildProcess } = await import(process.argv[1]);
const { knownBoxes } = await import(process.argv[2]);
const [, , , name, mark, script] = process.argv;
const { box } = (await knownBoxes()).find((known) => known.name === name);
console.log('ready');
for (;;) {
  new ChildProcess({ command: ['sh', '-c', script, mark], directory: '/usr', environment: { PATH: process.env.PATH }, onLine: () => undefined, box });
  await new Promise((resolve) => setTimeout(resolve, 10));
}
`;

describe.each(boxes)('a box of kind $name, when the server is killed at any moment', ({ name, box }) => {
  const script = name === 'process-group' ? stay : `${escape} ${stay}`;
  it.skipIf(box === undefined)('ends', async () => {
    const survivors: number[] = [];
    for (let kill = 0; kill < 4; kill++) {
      const mark = `mark-${randomUUID()}`;
      marks.push(mark);
      const program = ['--conditions=source', '--input-type=module', '-e', server];
      const args = [...program, source, boxesSource, name, mark, script];
      const parent: NodeChild = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: tmpdir() });
      await once(parent.stdout as NodeJS.ReadableStream, 'data');
      await delay(kill * 13 + Math.random() * 30);
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      survivors.push(...(await lastingProcesses(mark)));
    }
    expect(survivors).toEqual([]);
  });
});

describe('openBox()', () => {
  it('takes bubblewrap where it works, and the next best without it', async () => {
    const names = boxes.flatMap(({ name, box }) => (box === undefined ? [] : [name]));
    expect((await openBox('auto', [])).name).toBe(names[0]);
    expect((await openBox('none', [])).name).toBe(names.find((name) => name !== 'bubblewrap'));
  });

  it.skipIf(boxes[0]?.box !== undefined)('refuses where bubblewrap is demanded and does not work', async () => {
    await expect(openBox('bubblewrap', [])).rejects.toThrow('apt-get install bubblewrap');
  });
});
