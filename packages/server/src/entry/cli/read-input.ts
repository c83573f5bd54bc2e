import { readFile } from 'node:fs/promises';
import { readError } from './read-error.ts';

/** The whole file that `--input` names. Throws `CommandError`. */
export function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw readError('the input', path, error);
  });
}
