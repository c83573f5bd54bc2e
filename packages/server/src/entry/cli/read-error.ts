import { readdirSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearestWord } from '@catenary/scoring/internal/names';
import { describeSystemError } from '../../platform/system/describe-system-error.ts';
import { CommandError } from './command.ts';

/** Why `what` cannot be read at a path; if nothing is there, with a name in the same folder that is nearly the same. */
export function readError(what: string, path: string, error: unknown): CommandError {
  return new CommandError(`Cannot read ${what} ${path}: ${reasonOf(path, error)}`);
}

function reasonOf(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ESPIPE') return 'it is a pipe, and is read more than once: write it to a file first (ESPIPE)';
  const reason = describeSystemError(error);
  if (code !== 'ENOENT') return reason;
  if (path.startsWith('s3://')) return 'an address in a store is s3://bucket/key';
  if (/^\w+:\/\//.test(path)) return 'only files, folders and s3:// addresses are read: fetch it to a file first';
  const target = linkOf(path);
  if (target !== undefined) return `it is a link to ${target}, which is not there (ENOENT)`;
  const near = nearestFile(path);
  return near === undefined ? reason : `${reason}; did you mean ${near}?`;
}

/** Where a link leads; undefined for anything else. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
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
