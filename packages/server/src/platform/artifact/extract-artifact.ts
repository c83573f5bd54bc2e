import { copyFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../util/make-folder.ts';
import { type ArchiveLimits, diskLimits } from './archive-limits.ts';
import { extractArchive } from './extract-archive.ts';
import { walkDirectory } from './walk-directory.ts';

/** Puts the files of the artifact at `path`, a directory or an archive, into `directory`, which must not exist yet. */
export async function extractArtifact(
  path: string,
  directory: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<void> {
  if (!(await stat(path)).isDirectory()) return extractArchive(path, directory, limits);
  const files = await walkDirectory(path, { ...diskLimits, ...limits });
  await makeFolder(directory, 0o755);
  for (const file of files) {
    await makeFolder(dirname(join(directory, file)), 0o755);
    await copyFile(join(path, file), join(directory, file));
  }
}
