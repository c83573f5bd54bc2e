import { readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FolderInUseError, lockFolder } from '../../../platform/store/folder-lock.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { CommandError } from '../command.ts';
import { readError } from '../read-error.ts';
import { writeError } from '../write-error.ts';
import { isBegun } from './file-checkpoints.ts';

/** Buckets of the work folder. */
export const inputBucket = 'catenary-transform-input';
export const outputBucket = 'catenary-transform-output';

/** What keeps others out of a work folder. */
const lockName = 'lock.sqlite';

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
  if (left !== undefined && left !== own) {
    throw new CommandError(
      `${path} holds the unfinished work of another transform: run that command again, remove the folder, or name another with --work.`,
    );
  }
  await take(path);
  if (left === undefined)
    await writeFile(note, own).catch(async (error: unknown) => {
      // What it has is no work yet, and half a note would be another command's.
      await remove();
      throw writeError(path, error);
    });
  return { path, isResumed: left !== undefined, remove, removeUnlessBegun };
}

/** Makes the folder if need be, and keeps others out of it until this process ends: two would write the same files. */
async function take(path: string): Promise<void> {
  await makeFolder(path).catch((error: unknown) => {
    throw writeError(path, error);
  });
  try {
    lockFolder(join(path, lockName));
  } catch (error) {
    if (!(error instanceof FolderInUseError)) {
      await rm(join(path, lockName), { force: true });
      await rmdir(path).catch(() => undefined); // if nothing else is in it
      throw error;
    }
    throw new CommandError(
      `Another transform is at work in ${path}: wait until it has ended, or name another folder with --work, and another --output.`,
    );
  }
}
