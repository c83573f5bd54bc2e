import { readdir, readFile } from 'node:fs/promises';

/** Ids of the processes of a group, and of what descends from its leader, that included. Linux only (procfs); elsewhere none. */
export async function processGroupMembers(processGroup: number): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(readStat));
  const found = new Set(pids.filter((_pid, index) => Number(stats[index]?.[2]) === processGroup));
  // A server that has left its group, as daemons do, still belongs to the container.
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [index, pid] of pids.entries()) if (found.has(String(stats[index]?.[1]))) found.add(pid);
  }
  return [...found];
}

/**
 * Whether one of a group's processes was stopped (SIGSTOP, Ctrl-Z): it answers nothing until it is continued (SIGCONT). False for what
 * has no group here, such as a container of an engine.
 */
export async function isStopped(processGroup: number | undefined): Promise<boolean> {
  if (processGroup === undefined) return false;
  if ((await readStat(String(processGroup)))[0] === 'T') return true;
  const stats = await Promise.all((await processGroupMembers(processGroup)).map(readStat));
  return stats.some(([state]) => state === 'T');
}

/** PF_EXITING of the kernel: set before a process that ends loses its connections. */
const exiting = 0x4;

/** Whether one of a group's processes is about to end, or has just ended; false where that is unknown. */
export async function hasEndingMember(processGroup: number | undefined): Promise<boolean> {
  if (processGroup === undefined) return false;
  const stats = await Promise.all((await processGroupMembers(processGroup)).map(readStat));
  return stats.some((stat) => stat[0] === 'Z' || stat[0] === 'X' || (Number(stat[6]) & exiting) !== 0);
}

/** `/proc/<pid>/stat` is `pid (name) state parent group session terminal group flags ...`; the name may hold anything, brackets too. */
async function readStat(pid: string): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
