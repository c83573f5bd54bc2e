import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeFolderError } from '../../platform/system/describe-folder-error.ts';
import { CommandError } from './command.ts';

/** Why a file cannot be written at a path. */
export function writeError(path: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    code === 'ENOENT' && !existsSync(dirname(path))
      ? `there is no folder ${dirname(path)} (ENOENT)`
      : describeFolderError(path, error as NodeJS.ErrnoException);
  return new CommandError(`Cannot write ${path}: ${why}`);
}
