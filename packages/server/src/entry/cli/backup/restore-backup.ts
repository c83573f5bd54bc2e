import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { roomFor } from '../../../platform/backup/backup-limits.ts';
import { checkBackup } from '../../../platform/backup/check-backup.ts';
import { checkRoom } from '../../../platform/backup/check-room.ts';
import { databaseNames } from '../../../platform/backup/database-names.ts';
import { type Manifest, manifestName, readManifest } from '../../../platform/backup/manifest.ts';
import { unpackArchive } from '../../../platform/backup/unpack-archive.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import { dataFolderError } from '../../data-folder-error.ts';
import { lockDataFolder } from '../../lock-data-folder.ts';
import { CommandError } from '../command.ts';
import { readError } from '../read-error.ts';
import { removeWhenStopped } from '../remove-when-stopped.ts';

/** What a folder may have that counts as empty: the lock that is held meanwhile, and what a restore that was killed left. */
const passing = /^(?:lock\.sqlite.*|restore-\d+)$/;

/**
 * Puts a backup, a folder or an archive, into a data folder that is empty and that no server has. It is checked before
 * anything of it gets its place; the database comes last, so that a server finds all of it or nothing. Throws
 * `BackupError`, `CommandError` or `FolderInUseError`.
 */
export async function restoreBackup(from: string, data: string): Promise<Manifest> {
  // What is not there is reported before a folder is made.
  await isFolder(from);
  const isNew = !existsSync(data);
  await makeFolder(data, 0o700).catch((error: NodeJS.ErrnoException) => {
    throw dataFolderError(data, error);
  });
  const unlock = await lockDataFolder(data);
  try {
    return await fill(from, data).finally(unlock);
  } catch (error) {
    if (isNew) await removeUnused(data);
    throw error;
  }
}

async function fill(from: string, data: string): Promise<Manifest> {
  const staging = join(data, `restore-${process.pid}`);
  removeWhenStopped(staging);
  try {
    await requireEmpty(data);
    await mkdir(staging, { mode: 0o700 });
    const manifest = await bring(from, staging);
    await rm(join(staging, manifestName));
    const names = (await readdir(staging)).filter((name) => name !== databaseNames.store);
    for (const name of [...names, databaseNames.store]) await rename(join(staging, name), join(data, name));
    return manifest;
  } finally {
    await removeFolder(staging);
  }
}

/** Checks a backup and restores nothing: a folder is checked where it is, an archive is unpacked into `scratch`. */
export async function examineBackup(from: string, scratch: string): Promise<Manifest> {
  return (await isFolder(from)) ? checkBackup(from) : bring(from, scratch);
}

/** The backup's files in `folder`, checked. */
async function bring(from: string, folder: string): Promise<Manifest> {
  const limits = await roomFor(folder);
  if (await isFolder(from)) {
    // A folder that is none is not copied first, and is called what the user calls it.
    await readManifest(from);
    await checkRoom(from, limits);
    await cp(from, folder, { recursive: true });
  } else await unpackArchive(from, folder, limits);
  return checkBackup(folder);
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw readError('the backup', path, error);
  });
  return found.isDirectory();
}

/** Removes a data folder that was never used. */
async function removeUnused(data: string): Promise<void> {
  const names = await readdir(data);
  if (names.every((name) => passing.test(name))) await removeFolder(data);
}

async function requireEmpty(data: string): Promise<void> {
  const names = await readdir(data);
  const others = names.filter((name) => !passing.test(name));
  if (others.length > 0)
    throw new CommandError(
      `The data folder ${data} is not empty (${others.slice(0, 3).join(', ')}${others.length > 3 ? ', ...' : ''}): name an empty one with --data, or move away what is there.`,
    );
  for (const name of names) if (name.startsWith('restore-')) await removeFolder(join(data, name));
}
