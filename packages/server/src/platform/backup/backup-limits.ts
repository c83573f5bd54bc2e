import { statfs } from 'node:fs/promises';

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
