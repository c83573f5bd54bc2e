import { chmod, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import { pinDatabases } from '../sqlite/pin-databases.ts';
import { contentNames } from '../storage/content-names.ts';
import { maxBackupFiles } from './backup-limits.ts';
import { checkBackup } from './check-backup.ts';
import { checkRoom } from './check-room.ts';
import { databaseNames } from './database-names.ts';
import { HeldContent } from './held-content.ts';
import { type BackupFile, copyDescribed, describeFile, filesBelow, formatVersion, manifestName } from './manifest.ts';

/** Files of a data folder that say how it is being used, or that are the databases'. */
const left = /^(?:catenary\.sqlite.*|lock\.sqlite.*|server\.json|.*\.part)$/;

/** Pages that are copied in one go: the file is another process's, and nothing waits for it here. */
const pagesAtOnce = 10_000;

/** What a backup has. */
export interface BackupSummary {
  readonly files: number;
  readonly bytes: number;
  /** The moment that it shows, ISO 8601. */
  readonly time: string;
}

/**
 * Copies a data folder as it was at one moment, whether a server uses it or not, into a new folder, which appears when it
 * is whole and checked. At that moment both databases are looked at, and every file that they name is kept by a link; all
 * of it is copied afterwards. Python environments and what processes use are left out.
 */
export async function backUpFolder(data: string, target: string, version: string): Promise<BackupSummary> {
  const held = await HeldContent.open(join(data, 'objects'));
  const part = `${target}.${process.pid}.part`;
  try {
    held.holdAll();
    const paths = Object.values(databaseNames).map((name) => join(data, name));
    const databases = pinDatabases(paths, ([, index]) => holdNamed(held, index));
    const time = new Date().toISOString();
    await makeFolder(part, 0o700);
    try {
      const files = [
        ...(await copyDatabases(databases, part)),
        ...(await copyContent(databases[1], held, part)),
        ...(await copyOthers(data, part)),
      ];
      await writeFile(join(part, manifestName), JSON.stringify({ formatVersion, version, time, files }, null, 1), {
        mode: 0o600,
      });
    } finally {
      for (const database of databases) database.close();
    }
    await checkRoom(part, { maxFiles: maxBackupFiles, maxBytes: Infinity });
    const { files } = await checkBackup(part);
    await rename(part, target);
    return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), time };
  } finally {
    await held.close();
    await removeFolder(part);
  }
}

function holdNamed(held: HeldContent, index: DatabaseSync | undefined): void {
  if (index !== undefined) held.holdThese(contentNames(index));
}

async function copyDatabases(databases: readonly DatabaseSync[], target: string): Promise<BackupFile[]> {
  await makeFolder(join(target, 'objects'), 0o700);
  const copied: BackupFile[] = [];
  for (const [at, name] of Object.values(databaseNames).entries()) {
    const database = databases[at];
    if (database === undefined) continue;
    await backup(database, join(target, name), { rate: pagesAtOnce });
    await chmod(join(target, name), 0o600);
    copied.push(await describeFile(target, name));
  }
  return copied;
}

async function copyContent(index: DatabaseSync | undefined, held: HeldContent, target: string): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const name of index === undefined ? [] : contentNames(index))
    copied.push(await copyDescribed(join(held.folder, name), target, `objects/content/${name}`));
  return copied;
}

/** Keys, names and settings that lie in the folder, and archives of models that endpoints have fetched. */
async function copyOthers(data: string, target: string): Promise<BackupFile[]> {
  const entries = await readdir(data, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !left.test(entry.name)).map(({ name }) => name);
  const archives = (await filesBelow(join(data, 'artifacts')).catch(() => [])).filter(
    (name) => !name.includes('.part'),
  );
  const copied: BackupFile[] = [];
  for (const path of [...names, ...archives.map((name) => `artifacts/${name}`)]) {
    const file = await copyDescribed(join(data, path), target, path).catch(ignoreMissing);
    if (file !== undefined) copied.push(file);
  }
  return copied;
}

/** An archive that a server which started meanwhile does not need any more. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
