import { stat } from 'node:fs/promises';
import type { ArchiveLimits } from './archive-limits.ts';
import { readArchive } from './read-archive.ts';
import { readDirectory } from './read-directory.ts';

/** All files of an artifact that lies at `path`: a directory, or a tar, tar.gz or zip archive. Throws `ArtifactError`. */
export async function readArtifact(
  path: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  return (await stat(path)).isDirectory() ? readDirectory(path, limits) : readArchive(path, limits);
}
