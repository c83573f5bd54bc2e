import { existsSync, globSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isArchiveName } from '../../../platform/backup/archive-name.ts';
import { type BackupSummary, backUpFolder } from '../../../platform/backup/backup-folder.ts';
import { databaseNames } from '../../../platform/backup/database-names.ts';
import { packFolder } from '../../../platform/backup/pack-folder.ts';
import { storeKind } from '../../../platform/store/store-kind.ts';
import { isOfGoneProcess } from '../../../util/is-of-gone-process.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import { dataFolderError } from '../../data-folder-error.ts';
import { readVersion } from '../../read-version.ts';
import { postgresAddress } from '../backup/postgres-address.ts';
import { CommandError } from '../command.ts';
import { commandOptions } from '../command-options.ts';
import type { BackupFlags } from '../flags/upkeep-flags.ts';
import { printResult } from '../print-result.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import { removeWhenStopped } from '../remove-when-stopped.ts';
import { requireDataFolder } from '../require-data-folder.ts';
import { writeError } from '../write-error.ts';

/** `catenary backup`: the data folder as it is at one moment, into a folder or an archive, while its server runs on. */
export async function backup(flags: BackupFlags, to: string): Promise<void> {
  const { data, store } = await commandOptions(flags);
  const target = resolve(to);
  if (storeKind(store) === 'postgres')
    throw new CommandError(
      `The resources are in PostgreSQL and not in ${data}: back them up by pg_dump --format=custom --file=resources.dump ${postgresAddress(store)}, and copy the data folder while no server uses it.`,
    );
  if (existsSync(target)) throw new CommandError(`There is ${target} already: name a backup that is not there yet.`);
  requireDataFolder(data);
  for (const name of Object.values(databaseNames))
    if (!existsSync(join(data, name)))
      throw new CommandError(`There is nothing to back up in ${data}: it has no ${name}. --data names another folder.`);
  await removeLeft(target);
  const made = await make(data, target).catch((error: NodeJS.ErrnoException) => {
    if (error.path?.startsWith(data) === true) throw dataFolderError(data, error, error.path);
    if (error.code === 'ERR_SQLITE_ERROR') throw new CommandError(`Cannot write ${target}: ${error.message}`);
    throw error.syscall === undefined ? error : writeError(target, error);
  });
  const facts = { backup: target, data, ...made };
  printResult(flags, facts, () =>
    [
      `backup of ${data} as it was at ${made.time}: ${made.files} files, ${(made.bytes / 1e6).toFixed(1)} MB, checked`,
      `restore it:  catenary restore ${quoteForShell(to)} --data FOLDER`,
    ].join('\n'),
  );
}

/** What this program calls what it has not finished: the process that makes it, perhaps twice. */
const unfinished = /^\.(\d+)\.(?:part|folder|folder\.\d+\.part)$/;

/** Removes what backups to the same place left that were killed: it may be as large as all that is kept. */
async function removeLeft(target: string): Promise<void> {
  const names = existsSync(dirname(target)) ? readdirSync(dirname(target)) : [];
  const left = names.filter((name) => name.startsWith(basename(target)) && isLeft(name.slice(basename(target).length)));
  for (const name of left) await removeFolder(join(dirname(target), name));
}

const isLeft = (ending: string) => isOfGoneProcess(unfinished.exec(ending)?.[1]);

async function make(data: string, target: string): Promise<BackupSummary> {
  const own = `${target}.${process.pid}`;
  const folder = `${own}.folder`;
  const held = globSync(`{,accounts/*/}objects`, { cwd: data }).map((path) => join(data, path, `held-${process.pid}`));
  removeWhenStopped(`${own}.part`, folder, `${folder}.${process.pid}.part`, ...held);
  if (!isArchiveName(target)) return backUpFolder(data, target, readVersion());
  try {
    const made = await backUpFolder(data, folder, readVersion());
    await packFolder(folder, target);
    return made;
  } finally {
    await removeFolder(folder);
  }
}
