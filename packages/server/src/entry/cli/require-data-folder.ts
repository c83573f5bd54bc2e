import { readdirSync } from 'node:fs';
import { describeFolderError } from '../../platform/system/describe-folder-error.ts';
import { CommandError } from './command.ts';

/** Refuses a data folder that cannot be looked into; one that is not there may come. Throws `CommandError`. */
export function requireDataFolder(data: string): void {
  try {
    readdirSync(data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    const why = describeFolderError(data, error as NodeJS.ErrnoException);
    throw new CommandError(`Cannot read the data folder ${data}: ${why}; --data names another one.`);
  }
}
