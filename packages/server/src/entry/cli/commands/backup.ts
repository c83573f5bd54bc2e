import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isArchiveName } from '../../../platform/backup/archive-name.ts';
import { type BackupSummary, backUpFolder } from '../../../platform/backup/backup-folder.ts';
import { databaseNames } from '../../../platform/backup/database-names.ts';
import { packFolder } from '../../../platform/backup/pack-folder.ts';
import { storeKind } from '../../../platform/store/store-kind.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import { dataFolderError } from '../../data-folder-error.ts';
import { readVersion } from '../../read-version.ts';
import { postgresAddress } from '../backup/postgres-address.ts';
import { CommandError } from '../command.ts';
import { commandOptions } from '../command-options.ts';
import type { BackupFlags } from '../flags/upkeep-flags.ts';
import { printResult } from '../print-result.ts';
import { quoteForShell } from '../quote-for-shell.ts';

/** `catenary backup`: the data folder as it is at one moment, into a folder or an archive, while its server runs on. */
export async function backup(flags: BackupFlags, to: string): Promise<void> {
  const { data, store } = await commandOptions(flags);
  const target = resolve(to);
  if (storeKind(store) === 'postgres')
    throw new CommandError(
      `The resources are in PostgreSQL and not in ${data}: back them up by pg_dump --format=custom --file=resources.dump ${postgresAddress(store)}, and copy the data folder while no server uses it.`,
    );
  if (existsSync(target)) throw new CommandError(`There is ${target} already: name a backup that is not there yet.`);
  for (const name of Object.values(databaseNames))
    if (!existsSync(join(data, name)))
      throw new CommandError(`There is nothing to back up in ${data}: it has no ${name}. --data names another folder.`);
  const made = await make(data, target).catch((error: NodeJS.ErrnoException) => {
    throw error.path?.startsWith(data) === true ? dataFolderError(data, error, error.path) : error;
  });
  const facts = { backup: target, data, ...made };
  printResult(flags, facts, () =>
    [
      `backup of ${data} as it was at ${made.time}: ${made.files} files, ${(made.bytes / 1e6).toFixed(1)} MB, checked`,
      `restore it:  catenary restore ${quoteForShell(to)} --data FOLDER`,
    ].join('\n'),
  );
}

async function make(data: string, target: string): Promise<BackupSummary> {
  if (!isArchiveName(target)) return backUpFolder(data, target, readVersion());
  const folder = `${target}.${process.pid}.folder`;
  try {
    const made = await backUpFolder(data, folder, readVersion());
    await packFolder(folder, target);
    return made;
  } finally {
    await removeFolder(folder);
  }
}
