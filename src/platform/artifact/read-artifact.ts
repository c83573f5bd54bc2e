import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readArchive } from './read-archive.ts';
import { readDirectory } from './read-directory.ts';

/** All files of an artifact that lies at `path`: a directory, or a tar, tar.gz or zip archive. Throws `ArtifactError`. */
export async function readArtifact(path: string): Promise<Map<string, Uint8Array>> {
  return (await stat(path)).isDirectory() ? readDirectory(path) : readArchive(createReadStream(path));
}
