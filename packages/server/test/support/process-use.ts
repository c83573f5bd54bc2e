import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Whether the system reports what a process uses (Linux). */
export const tellsProcessUse = existsSync('/proc/self/status');

/** Memory that a process has now, MiB. */
export function residentMB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
