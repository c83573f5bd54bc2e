import { readFile, writeFile } from 'node:fs/promises';
import { constants, getPriority, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const { PRIORITY_LOW: lowest } = constants.priority;

/**
 * Lowers the priority of a process, or of the calling thread, by this many steps of `nice` below this process's own. Where both
 * want a processor, the main thread of this process has it first; alone they run as before. On Linux a thread has a priority
 * of its own; elsewhere it keeps that of its process.
 */
export function giveWay(steps: number, pid?: number): void {
  if (pid === undefined && process.platform !== 'linux') return;
  try {
    setPriority(pid ?? 0, Math.min(lowest, getPriority() + steps));
  } catch {
    // The process has ended, or the system does not allow it: then both have the same priority.
  }
}

/**
 * The priority of a session, as `/proc/PID/autogroup` has it: `/autogroup-23 nice 0` (proc_pid_autogroup(5)). The file is
 * empty for what was never given a session of its own, as the first process of a machine and all it starts: that counts as 0.
 */
export function autogroupNice(text: string): number {
  return Number(text.split(' nice ')[1] ?? 0);
}

/** Waits before each try. The kernel takes one such change in a tenth of a second, from all users together. */
const triesMs = [0, 150, 400, 1000];

/**
 * The same for a process that leads a session, with all of its session. Linux may share the processors out among sessions
 * first (sched(7), "The autogroup feature"): then priorities count within one only.
 */
export async function giveWayWithSession(steps: number, leader: number): Promise<void> {
  giveWay(steps, leader);
  if (process.platform !== 'linux') return;
  for (const ms of triesMs) {
    await delay(ms, undefined, { ref: false });
    try {
      const own = autogroupNice(await readFile('/proc/self/autogroup', 'latin1'));
      await writeFile(`/proc/${leader}/autogroup`, String(Math.min(lowest, own + steps)));
      return;
    } catch (error) {
      // There is no such file, or no such process any more.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
