import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { isArchive } from '../../platform/artifact/is-archive.ts';
import { readArchive } from '../../platform/artifact/read-archive.ts';
import { readDirectory } from '../../platform/artifact/read-directory.ts';
import { CommandError } from './command.ts';
import { readError } from './read-error.ts';

/** A model named on the command line: the files of a directory or archive, or the one file that it is. */
export interface ModelSource {
  readonly kind: 'directory' | 'archive' | 'file';
  readonly files: ModelFiles;
}

/** The files of a model named on the command line: a directory, or a tar, tar.gz or zip archive. */
export async function readModel(path: string): Promise<ModelFiles> {
  return orCommandError(path, async () => ((await stat(path)).isDirectory() ? readDirectory(path) : readArchive(path)));
}

/** Like `readModel`, and a file that is no archive stands for itself, by its name. */
export async function openModel(path: string): Promise<ModelSource> {
  return orCommandError(path, async () => {
    if ((await stat(path)).isDirectory()) return { kind: 'directory', files: await readDirectory(path) };
    // A model of skops is an archive for itself.
    if (!path.endsWith('.skops') && (await isArchive(path))) return { kind: 'archive', files: await readArchive(path) };
    return { kind: 'file', files: new Map([[basename(path), await readFile(path)]]) };
  });
}

async function orCommandError<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? new CommandError(`${path}: ${message}`) : readError('the model', path, error);
  }
}
