import { existsSync } from 'node:fs';
import type { Logger } from '../platform/observe/logger.ts';
import { checkAddress } from './check-address.ts';
import { dataFolderError } from './data-folder-error.ts';
import type { Address } from './listen-error.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { openPrivateFolder } from './private-folder.ts';

/**
 * Makes the data folder if it is not there, and takes it for this process; returns what gives it back. Throws `OptionError`,
 * `FolderInUseError` or `DatabaseFileError`.
 */
export async function openDataFolder(
  { data, ...address }: Address & { readonly data: string },
  log: Logger,
): Promise<() => void> {
  // A start that cannot listen leaves no new data folder behind.
  if (!existsSync(data)) await checkAddress(address);
  await openPrivateFolder(data, log).catch((error: NodeJS.ErrnoException) => {
    throw dataFolderError(data, error);
  });
  return lockDataFolder(data);
}
