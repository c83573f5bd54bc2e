import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { contentNames } from '../storage/content-names.ts';
import { accountFolders } from './account-folders.ts';
import { databaseNames } from './database-names.ts';
import { BackupError, describeFile, filesBelow, type Manifest, manifestName, readManifest } from './manifest.ts';

/**
 * Checks that a backup is whole: every file is there as it was written, and no other; both databases are sound; and what
 * they name is there. Changes nothing. Throws `BackupError`.
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const named = new Set(manifest.files.map(({ path }) => path));
  for (const path of await filesBelow(folder)) {
    if (path !== manifestName && !named.has(path)) throw new BackupError(`${path} is no part of the backup.`);
    if (!(await lstat(join(folder, path))).isFile()) throw new BackupError(`${path} of the backup is no plain file.`);
  }
  for (const file of manifest.files) {
    const found = await describeFile(folder, file.path).catch(() => undefined);
    if (found === undefined) throw new BackupError(`The backup is not whole: ${file.path} is missing.`);
    if (found.sha256 !== file.sha256 || found.bytes !== file.bytes)
      throw new BackupError(`The backup is damaged: ${file.path} is not as it was written.`);
  }
  for (const account of await accountFolders(folder)) checkAccount(folder, account, named);
  return manifest;
}

function checkAccount(folder: string, account: string, named: ReadonlySet<string>): void {
  for (const name of Object.values(databaseNames).map((file) => `${account}${file}`)) {
    if (!named.has(name)) throw new BackupError(`The backup has no ${name}.`);
    withDatabase(join(folder, name), (database) => checkDatabase(database, name));
  }
  withDatabase(join(folder, account, databaseNames.index), (database) => {
    for (const file of contentNames(database)) {
      const name = `${account}objects/content/${file}`;
      if (!named.has(name)) throw new BackupError(`The backup lacks ${name}, which its objects name.`);
    }
  });
}

/** Opens it as a file that is not written to: no file appears beside it. */
function withDatabase(path: string, use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(new URL('?immutable=1', pathToFileURL(path)), { readOnly: true });
  try {
    use(database);
  } finally {
    database.close();
  }
}

function checkDatabase(database: DatabaseSync, name: string): void {
  const { integrity_check: found } = { ...database.prepare('PRAGMA integrity_check(1)').get() };
  if (found !== 'ok') throw new BackupError(`The database ${name} of the backup is damaged: ${String(found)}.`);
}
