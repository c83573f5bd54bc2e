import { existsSync } from 'node:fs';
import type { Box } from './box.ts';
import { bubblewrapBox } from './boxes/bubblewrap.ts';
import { pidNamespaceBox } from './boxes/pid-namespace.ts';
import { processGroupBox } from './boxes/process-group.ts';
import { subreaperBox } from './boxes/subreaper.ts';
import { ChildProcess } from './child-process.ts';
import { howToGetBubblewrap } from './enclosure.ts';
import { findProgram } from './find-program.ts';
import type { SandboxKind } from './sandbox-kind.ts';

/** Time limit for trying a box out, milliseconds. */
const trialMs = 20_000;

/**
 * The most isolated box that this machine offers; without bubblewrap, one in which processes keep the ids of the
 * machine. Rejects if bubblewrap is demanded and does not work.
 */
export async function openBox(kind: SandboxKind, hidden: readonly string[]): Promise<Box> {
  if (kind !== 'none') {
    const closed = await findWorking(bubblewrapBoxes(hidden));
    if (closed !== undefined) return closed;
  }
  if (kind === 'bubblewrap') throw new Error(`sandbox is bubblewrap, which does not work here: ${howToGetBubblewrap}.`);
  if (process.platform !== 'linux') return processGroupBox;
  return (await findWorking([...subreaperBoxes(), ...pidNamespaceBoxes()])) ?? processGroupBox;
}

/** Without the right to make further namespaces in it, where that can be had. */
export function bubblewrapBoxes(hidden: readonly string[]): Box[] {
  const program = findProgram('bwrap');
  if (program === undefined) return [];
  const extras = [['--unshare-user', '--disable-userns'], ['--unshare-user'], []];
  return extras.map((extra) => bubblewrapBox({ program, hidden, extra }));
}

/** The superuser needs no user namespace for that. */
export function pidNamespaceBoxes(): Box[] {
  const program = findProgram('unshare');
  if (program === undefined) return [];
  const extra = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user'];
  return [pidNamespaceBox(program, extra)];
}

/** The system's own first: others may be scripts that find one out of several. */
export function subreaperBoxes(): Box[] {
  const program = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : findProgram('python3');
  return program === undefined ? [] : [subreaperBox(program)];
}

/** The first that works. */
export async function findWorking(boxes: readonly Box[]): Promise<Box | undefined> {
  for (const box of boxes) if (await isWorking(box)) return box;
  return undefined;
}

/** Whether it can be made on this machine, by this user, and reports how its process ended. */
async function isWorking(box: Box): Promise<boolean> {
  const view = { directory: '/usr', readable: [], writable: [], isOffline: box.isClosed };
  const child = new ChildProcess({
    command: ['sh', '-c', 'exit 7'],
    directory: '/usr',
    environment: {},
    onLine: () => undefined,
    box,
    view,
  });
  const timer = setTimeout(() => child.kill(), trialMs);
  const ending = await child.exited;
  clearTimeout(timer);
  return ending.endsWith('exit code 7');
}
