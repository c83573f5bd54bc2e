import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeError } from './write-error.ts';

/** Throws `CommandError` if a file cannot be written at a path: said before work that takes long, not after it. */
export function requireWritable(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      throw Object.assign(new Error(), { code: 'EISDIR' });
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw writeError(path, error);
  }
}
