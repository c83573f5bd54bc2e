import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseNames } from './database-names.ts';

/** Folder of the data folder that has one for each further account. */
export const accountsFolder = 'accounts';

/** The schema of a PostgreSQL store that has what a further account has; the server's own is in that of the address. */
export const accountSchema = (account: string): string => `account_${account}`;

/** Folders of a data folder that have what an account has, with a slash at the end: that of the server's own is empty. */
export async function accountFolders(data: string): Promise<readonly string[]> {
  const entries = await readdir(join(data, accountsFolder), { withFileTypes: true }).catch(ignoreMissing);
  const further = entries.filter((entry) => entry.isDirectory() && /^\d{12}$/.test(entry.name));
  const folders = further.map(({ name }) => `${accountsFolder}/${name}/`).toSorted();
  // A server that is killed while it opens an account leaves a folder without them.
  return ['', ...folders.filter((folder) => existsSync(join(data, folder, databaseNames.index)))];
}

function ignoreMissing(error: NodeJS.ErrnoException): readonly never[] {
  if (error.code !== 'ENOENT') throw error;
  return [];
}
