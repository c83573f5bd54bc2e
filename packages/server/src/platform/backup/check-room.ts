import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupLimits } from './backup-limits.ts';
import { BackupTally } from './backup-tally.ts';
import { filesBelow } from './manifest.ts';

/** Throws `BackupError` if a folder has more than that. */
export async function checkRoom(folder: string, limits: BackupLimits): Promise<void> {
  const tally = new BackupTally(limits);
  for (const path of await filesBelow(folder)) tally.add((await lstat(join(folder, path))).size);
}
