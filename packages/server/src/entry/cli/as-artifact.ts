import { copyFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isArchive } from '../../platform/artifact/is-archive.ts';
import { makeFolder } from '../../util/make-folder.ts';

/**
 * The model at a path as containers take it, which know archives and folders only: of a model file a folder with a copy of
 * it, made in the empty folder `scratch`.
 */
export async function asArtifact(path: string, scratch: string): Promise<string> {
  if ((await stat(path)).isDirectory() || (!path.endsWith('.skops') && (await isArchive(path)))) return path;
  await makeFolder(scratch);
  await copyFile(path, join(scratch, basename(path)));
  return scratch;
}
