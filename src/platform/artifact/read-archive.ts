import { type ArchiveLimits, memoryLimits } from './archive-limits.ts';
import { openArchive } from './open-archive.ts';

/**
 * All files of a tar, tar.gz or zip archive: path without leading `./` → bytes, in the order of the archive.
 * Throws `ArtifactError` as `openArchive` does.
 */
export async function readArchive(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { path, type, body } of openArchive(source, { ...memoryLimits, ...limits })) {
    if (type !== 'file') continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    // Of two entries with one name the later counts, as tar has it.
    files.set(path, Buffer.concat(chunks));
  }
  return files;
}
