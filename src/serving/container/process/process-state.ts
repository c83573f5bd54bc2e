import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** Ids of the processes of a group, leader included. Linux only (procfs); elsewhere none. */
export async function membersOf(processGroup: number): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(readStat));
  return pids.filter((_pid, index) => Number(stats[index]?.[2]) === processGroup);
}

/** Whether one of a group's processes was stopped (SIGSTOP, Ctrl-Z): it answers nothing until it is told to go on. */
export async function isStopped(processGroup: number): Promise<boolean> {
  if ((await readStat(String(processGroup)))[0] === 'T') return true;
  const stats = await Promise.all((await membersOf(processGroup)).map(readStat));
  return stats.some(([state]) => state === 'T');
}

/** PF_EXITING of the kernel: set before a process that ends loses its connections. */
const exiting = 0x4;

/** Whether a process is about to end, or has just ended; false where that cannot be told (Linux only). Read at once: a moment later it may be another's. */
export function hasBegunToEnd(pid: number): boolean {
  try {
    const [state, ...fields] = splitStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return state === 'Z' || state === 'X' || (Number(fields[5]) & exiting) !== 0;
  } catch {
    return false;
  }
}

/** `/proc/<pid>/stat` is `pid (name) state parent group session terminal group flags ...`; the name may hold anything, brackets too. */
function splitStat(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const readStat = async (pid: string) => splitStat(await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => ''));
