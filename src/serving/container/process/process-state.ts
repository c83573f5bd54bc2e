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

/** `/proc/<pid>/stat` is `pid (name) state parent group ...`; the name may hold anything, brackets too. */
async function readStat(pid: string): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
