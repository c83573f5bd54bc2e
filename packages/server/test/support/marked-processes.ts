import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Ids of the processes of this machine with this word in their command. */
export function markedProcesses(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Those that are left when all that end have had the time to do so. */
export async function lastingProcesses(mark: string): Promise<number[]> {
  for (let tries = 0; tries < 1500 && markedProcesses(mark).length > 0; tries++) await delay(10);
  return markedProcesses(mark);
}
