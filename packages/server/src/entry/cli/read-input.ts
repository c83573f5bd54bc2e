import { readFile } from 'node:fs/promises';
import { CommandError } from './command.ts';

/** The whole file that `--input` names. Throws `CommandError`. */
export function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`Cannot read the input ${path}: ${error.code}`);
  });
}
