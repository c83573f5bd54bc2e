import { resolve } from 'node:path';
import type { Manifest } from '../../../platform/backup/manifest.ts';
import { storeKind } from '../../../platform/store/store-kind.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import { postgresAddress } from '../backup/postgres-address.ts';
import { examineBackup, restoreBackup } from '../backup/restore-backup.ts';
import { CommandError } from '../command.ts';
import { commandOptions } from '../command-options.ts';
import type { RestoreFlags } from '../flags/upkeep-flags.ts';
import { printResult } from '../print-result.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import { makeScratch } from '../remove-when-stopped.ts';

/** `catenary restore`: a backup into an empty data folder; with `--dry-run` it is only checked. */
export async function restore(flags: RestoreFlags, from: string): Promise<void> {
  const source = resolve(from);
  const { data, store } = await commandOptions(flags);
  if (flags.dryRun !== true && storeKind(store) === 'postgres') throw refusal(data, store);
  const manifest = flags.dryRun === true ? await examine(source) : await restoreBackup(source, data);
  const { version, time, files } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const facts = { backup: source, version, time, files: files.length, bytes };
  const what = `${source}, made by Catenary ${version}, ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, as it was at ${time}`;
  if (flags.dryRun === true) return printResult(flags, facts, () => `whole: ${what}`);
  printResult(flags, { ...facts, data }, () =>
    [`restored to ${data}: ${what}`, `start it:  catenary serve --data ${quoteForShell(data)}`].join('\n'),
  );
}

/** A server would not see what lies in the folder. */
function refusal(data: string, store: string): CommandError {
  const address = postgresAddress(store);
  return new CommandError(
    `The resources of a server over ${data} are in PostgreSQL (store, CATENARY_STORE_URL): restore with neither set and then call catenary move --to ${address}; what pg_dump wrote is restored by pg_restore --dbname=${address} resources.dump.`,
  );
}

async function examine(source: string): Promise<Manifest> {
  const scratch = await makeScratch('restore');
  try {
    return await examineBackup(source, scratch);
  } finally {
    await removeFolder(scratch);
  }
}
