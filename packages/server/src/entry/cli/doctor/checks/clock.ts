import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { maxSkewMinutes } from '../../../http/max-skew.ts';
import type { Check, Finding } from '../check.ts';

/** What the system says of itself. */
interface ClockFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When this program was installed, likewise. */
  readonly installed: number;
  /** Undefined where the system does not say. */
  readonly isSynchronised: boolean | undefined;
}

/** A file that is there in a checkout and in an installed package, whose modules are parts of larger files. */
const ownPackage = new URL('../../../../../package.json', import.meta.url);

/** A signature is refused if the clocks of client and server are too far apart. */
export const clockCheck: Check = {
  name: 'clock',
  async run() {
    const installed = statSync(ownPackage).mtimeMs;
    return describeClock({ now: Date.now(), installed, isSynchronised: await isSynchronised() });
  },
};

const remedy = `set it by the network (timedatectl set-ntp true), as clients that differ by ${maxSkewMinutes} minutes are refused`;

export function describeClock({ now, installed, isSynchronised }: ClockFacts): Finding {
  const time = new Date(now).toISOString();
  // A day: archives may have the times of another zone.
  if (now < installed - 86_400_000)
    return { state: 'missing', says: `${time} is before this program was made`, remedy };
  if (isSynchronised === false) return { state: 'note', says: `${time}, not set by the network`, remedy };
  return { state: 'ok', says: isSynchronised === true ? `${time}, set by the network` : time };
}

/** As systemd knows it; undefined where there is none. */
async function isSynchronised(): Promise<boolean | undefined> {
  const words = ['show', '--property=NTPSynchronized', '--value'];
  const told = await promisify(execFile)('timedatectl', words, { timeout: 5_000 }).catch(() => ({ stdout: '' }));
  const value = told.stdout.trim();
  return value === 'yes' ? true : value === 'no' ? false : undefined;
}
