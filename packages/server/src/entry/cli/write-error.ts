import { describeFolderError } from '../../platform/system/describe-folder-error.ts';
import { CommandError } from './command.ts';

/** Why a file cannot be written at a path. */
export function writeError(path: string, error: unknown): CommandError {
  return new CommandError(`Cannot write ${path}: ${describeFolderError(path, error as NodeJS.ErrnoException)}`);
}
