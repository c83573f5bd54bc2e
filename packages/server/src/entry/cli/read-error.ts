import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearestWord } from '@catenary/scoring/internal/names';
import { describeSystemError } from '../../platform/system/describe-system-error.ts';
import { CommandError } from './command.ts';

/** Why `what` cannot be read at a path; if nothing is there, with a name in the same folder that is nearly the same. */
export function readError(what: string, path: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  const near = code === 'ENOENT' ? nearestFile(path) : undefined;
  const advice = near === undefined ? '' : `; did you mean ${near}?`;
  return new CommandError(`Cannot read ${what} ${path}: ${describeSystemError(error)}${advice}`);
}

function nearestFile(path: string): string | undefined {
  const folder = dirname(path);
  try {
    const near = nearestWord(basename(path), readdirSync(folder));
    return near === undefined || folder === '.' ? near : join(folder, near);
  } catch {
    return undefined; // the folder is not there either
  }
}
