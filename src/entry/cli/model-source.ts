import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readArchive } from '../../platform/artifact/read-archive.ts';
import { readDirectory } from '../../platform/artifact/read-directory.ts';
import type { ModelFiles } from '../../scoring/model-files.ts';
import { CommandError } from './command.ts';

/** The files of a model named on the command line: a directory, or a tar, tar.gz or zip archive. */
export async function readModel(path: string): Promise<ModelFiles> {
  try {
    return (await stat(path)).isDirectory() ? await readDirectory(path) : await readArchive(createReadStream(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(code === undefined ? `${path}: ${message}` : `Cannot read the model ${path}: ${code}`);
  }
}
