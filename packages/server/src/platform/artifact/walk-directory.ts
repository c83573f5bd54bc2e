import { lstat, opendir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ArchiveLimits } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';
import { EntryGuard } from './entry-guard.ts';

/**
 * The files below a directory, with `/` between names, sorted. What an archive may not hold (links, devices, too much) is
 * refused here too: throws `ArtifactError`.
 */
export async function walkDirectory(directory: string, limits: ArchiveLimits): Promise<string[]> {
  const guard = new EntryGuard(limits);
  const files: string[] = [];
  // Checked while it is read: a folder with too many entries is read up to the limit only.
  for await (const entry of await opendir(directory, { recursive: true })) {
    const path = relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    const stat = await lstat(join(directory, path));
    if (!stat.isFile() && !stat.isDirectory())
      throw new ArtifactError(`${join(directory, path)} is neither a file nor a directory.`);
    guard.admit(Buffer.from(path), stat.isFile() ? 'file' : 'directory', stat.isFile() ? stat.size : 0);
    if (stat.isFile()) files.push(path);
  }
  return files.sort();
}
