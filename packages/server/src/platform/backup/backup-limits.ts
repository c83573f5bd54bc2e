import { lstat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupTally } from './backup-tally.ts';
import { filesBelow } from './manifest.ts';

/** How much a backup may have where it is unpacked or copied to. */
export interface BackupLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

/** Files of a backup: its manifest names each of them, and is read as a whole. */
export const maxBackupFiles = 1_000_000;

/** Left free on the disk: a server needs it. */
const reservedBytes = 256 * 1024 ** 2;

/** What there is room for on the disk of a folder that is there. */
export async function roomFor(folder: string): Promise<BackupLimits> {
  const { bavail, bsize } = await statfs(folder);
  return { maxFiles: maxBackupFiles, maxBytes: Math.max(0, bavail * bsize - reservedBytes) };
}

/** Throws `BackupError` if a folder has more than that. */
export async function checkRoom(folder: string, limits: BackupLimits): Promise<void> {
  const tally = new BackupTally(limits);
  for (const path of await filesBelow(folder)) tally.add((await lstat(join(folder, path))).size);
}
