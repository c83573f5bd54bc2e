import { existsSync } from 'node:fs';
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
  const members = hasChildren ? await descendantsOf(processGroup) : await processGroupMembers(processGroup);
  const stats = await Promise.all(members.map(readStat));
  return stats.some(([state]) => state === 'T');
}

/** Whether the kernel lists the children of a process: to look at each process of a busy machine keeps this one from its requests. */
const hasChildren = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

/** A process, and what descends from it. */
async function descendantsOf(leader: number): Promise<string[]> {
  const found = [String(leader)];
  // It grows meanwhile.
  for (const pid of found) found.push(...(await childrenOf(pid)));
  return found;
}

/** Each thread has those that it started: proc_pid_task(5). */
async function childrenOf(pid: string): Promise<string[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'latin1').catch(() => ''));
  return (await Promise.all(lists)).flatMap((list) => list.split(' ').filter((child) => child !== ''));
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
