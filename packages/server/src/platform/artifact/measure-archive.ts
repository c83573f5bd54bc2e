import { type ArchiveLimits, diskLimits } from './archive-limits.ts';
import type { ArchiveSource } from './archive-source.ts';
import { openArchive } from './open-archive.ts';

/** Bytes of all files of an archive, unpacked; it is read to its end. Throws `ArtifactError` as `openArchive` does. */
export async function measureArchive(source: ArchiveSource, limits: Partial<ArchiveLimits> = {}): Promise<number> {
  let bytes = 0;
  for await (const { body } of openArchive(source, { ...diskLimits, ...limits }))
    for await (const chunk of body) bytes += chunk.length;
  return bytes;
}
