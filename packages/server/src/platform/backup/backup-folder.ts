import { chmod, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import { pinDatabases } from '../sqlite/pin-databases.ts';
import { contentNames } from '../storage/content-names.ts';
import { accountFolders } from './account-folders.ts';
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
 * is whole and checked. At that moment the databases of all accounts are looked at, and every file that they name is kept by a
 * link; all of it is copied afterwards. Python environments and what processes use are left out.
 */
export async function backUpFolder(data: string, target: string, version: string): Promise<BackupSummary> {
  const part = `${target}.${process.pid}.part`;
  const rooms = await openRooms(data);
  try {
    for (const { held } of rooms) held.holdAll();
    const databases = pinDatabases(
      rooms.flatMap(({ paths }) => paths),
      (pinned) => {
        for (const [at, { held }] of rooms.entries()) holdNamed(held, indexOf(pinned, at));
      },
    );
    const time = new Date().toISOString();
    await makeFolder(part, 0o700);
    try {
      const files: BackupFile[] = [];
      for (const [at, { folder, held }] of rooms.entries()) {
        const [store, index] = [databases[at * 2], indexOf(databases, at)];
        files.push(
          ...(await copyDatabases([store, index], part, folder)),
          ...(await copyContent(index, held, { target: part, folder })),
          ...(await copyOthers(data, part, folder)),
        );
      }
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
    for (const { held } of rooms) await held.close();
    await removeFolder(part);
  }
}

/** What one account has. */
interface Room {
  /** Below the data folder, with a slash at its end; empty for the server's own account. */
  readonly folder: string;
  readonly held: HeldContent;
  /** Of its databases. */
  readonly paths: readonly string[];
}

async function openRooms(data: string): Promise<readonly Room[]> {
  const rooms: Room[] = [];
  for (const folder of await accountFolders(data))
    rooms.push({
      folder,
      held: await HeldContent.open(join(data, folder, 'objects')),
      paths: Object.values(databaseNames).map((name) => join(data, folder, name)),
    });
  return rooms;
}

/** Each room has two databases, its store and its index. */
const indexOf = (databases: readonly DatabaseSync[], room: number) => databases[room * 2 + 1];

function holdNamed(held: HeldContent, index: DatabaseSync | undefined): void {
  if (index !== undefined) held.holdThese(contentNames(index));
}

async function copyDatabases(
  databases: readonly (DatabaseSync | undefined)[],
  target: string,
  folder: string,
): Promise<BackupFile[]> {
  await makeFolder(join(target, folder, 'objects'), 0o700);
  const copied: BackupFile[] = [];
  for (const [at, name] of Object.values(databaseNames).entries()) {
    const database = databases[at];
    if (database === undefined) continue;
    const path = `${folder}${name}`;
    await backup(database, join(target, path), { rate: pagesAtOnce });
    await chmod(join(target, path), 0o600);
    copied.push(await describeFile(target, path));
  }
  return copied;
}

async function copyContent(
  index: DatabaseSync | undefined,
  held: HeldContent,
  { target, folder }: { readonly target: string; readonly folder: string },
): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const name of index === undefined ? [] : contentNames(index))
    copied.push(await copyDescribed(join(held.folder, name), target, `${folder}objects/content/${name}`));
  return copied;
}

/** Keys, names and settings that lie in the folder, and archives of models that endpoints have fetched. */
async function copyOthers(data: string, target: string, folder: string): Promise<BackupFile[]> {
  const from = join(data, folder);
  const entries = await readdir(from, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !left.test(entry.name)).map(({ name }) => name);
  const archives = (await filesBelow(join(from, 'artifacts')).catch(() => [])).filter(
    (name) => !name.includes('.part'),
  );
  const copied: BackupFile[] = [];
  for (const path of [...names, ...archives.map((name) => `artifacts/${name}`)]) {
    const file = await copyDescribed(join(from, path), target, `${folder}${path}`).catch(ignoreMissing);
    if (file !== undefined) copied.push(file);
  }
  return copied;
}

/** An archive that a server which started meanwhile does not need any more. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
