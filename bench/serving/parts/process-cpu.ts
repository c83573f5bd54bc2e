import { readdirSync, readFileSync } from 'node:fs';

/** CPU time (user + system) of a process, and of all that it started, seconds. */
export interface ProcessCpu {
  readonly own: number;
  readonly children: number;
}

/** Of a process that runs here. What it started counts as long as it runs, also in namespaces of its own. */
export function processCpu(pid: number): ProcessCpu {
  const parents = new Map(readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? parentOf(name) : [])));
  let children = 0;
  for (const child of parents.keys()) if (descends(child, pid, parents)) children += cpuOf(child);
  return { own: cpuOf(pid), children };
}

function parentOf(name: string): [number, number][] {
  const stat = read(`/proc/${name}/stat`);
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return stat === '' ? [] : [[Number(name), parent]];
}

function descends(pid: number, from: number, parents: ReadonlyMap<number, number>): boolean {
  let parent = parents.get(pid);
  while (parent !== undefined && parent !== from) parent = parents.get(parent);
  return parent === from;
}

/** By the scheduler's count of nanoseconds, thread by thread: the ticks of `stat` are 10 ms. */
function cpuOf(pid: number): number {
  let nanos = 0;
  for (const task of tasksOf(pid)) nanos += Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0]);
  return nanos / 1e9;
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended in the meantime. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
