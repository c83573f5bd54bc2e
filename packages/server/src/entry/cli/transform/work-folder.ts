import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../../util/make-folder.ts';
import { CommandError } from '../command.ts';
import { readError } from '../read-error.ts';
import { writeError } from '../write-error.ts';
import { isBegun } from './file-checkpoints.ts';

/** Buckets of the work folder. */
export const inputBucket = 'catenary-transform-input';
export const outputBucket = 'catenary-transform-output';

/** The folder that a command keeps what it has done so far in, until it is done. */
export interface WorkFolder {
  readonly path: string;
  /** Whether an earlier run of the same command left it. */
  readonly isResumed: boolean;
  readonly remove: () => Promise<void>;
  /** Removes it if nothing was done that another run could continue with. */
  readonly removeUnlessBegun: () => Promise<void>;
}

/**
 * Opens the folder of a command that `identity` describes. One that another command left is not touched: it may hold
 * hours of work. Throws `CommandError`.
 */
export async function openWorkFolder(folder: string, identity: object): Promise<WorkFolder> {
  const path = resolve(folder);
  const note = join(path, 'command.json');
  const own = JSON.stringify(identity);
  const remove = () => rm(path, { recursive: true, force: true });
  const removeUnlessBegun = async () => {
    if (!isBegun(path)) await remove();
  };
  const left = await readFile(note, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw readError('the note', note, error);
  });
  if (left === own) return { path, isResumed: true, remove, removeUnlessBegun };
  if (left !== undefined) {
    throw new CommandError(
      `${path} holds the unfinished work of another transform: run that command again, remove the folder, or name another with --work.`,
    );
  }
  try {
    await makeFolder(path);
    await writeFile(note, own);
  } catch (error) {
    throw writeError(path, error);
  }
  return { path, isResumed: false, remove, removeUnlessBegun };
}
