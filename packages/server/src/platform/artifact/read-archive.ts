import { type ArchiveLimits, memoryLimits } from './archive-limits.ts';
import type { ArchiveSource } from './archive-source.ts';
import { checkJson } from './check-json.ts';
import { openArchive } from './open-archive.ts';

/**
 * All files of a tar, tar.gz or zip archive: path without leading `./` → bytes, in the order of the archive.
 * Throws `ArtifactError` as `openArchive` and `checkJson` do.
 */
export async function readArchive(
  source: ArchiveSource,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { path, type, size, body } of openArchive(source, { ...memoryLimits, ...limits })) {
    if (type !== 'file') continue;
    // Of two entries with one name the later counts, as tar has it.
    const bytes = await readWhole(size, body);
    checkJson(path, bytes);
    files.set(path, bytes);
  }
  return files;
}

/** Read into its final place: a list of parts that are joined at the end would take twice the memory. */
async function readWhole(size: number, body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  // Small files share memory. For large ones it is zeroed memory, which the system provides only when it is written to:
  // a false size takes none.
  const whole = size < Buffer.poolSize / 2 ? Buffer.allocUnsafe(size) : Buffer.alloc(size);
  let at = 0;
  for await (const chunk of body) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
