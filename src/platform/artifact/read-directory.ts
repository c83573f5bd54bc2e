import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveLimits, memoryLimits } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';
import { EntryGuard } from './entry-guard.ts';

/**
 * All files below a directory: path with `/` between names → bytes, sorted by path. What an archive may not hold (links,
 * devices, too much) is refused here too.
 */
export async function readDirectory(
  directory: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  const guard = new EntryGuard({ ...memoryLimits, ...limits });
  const files = new Map<string, Uint8Array>();
  for (const path of (await readdir(directory, { recursive: true })).sort()) {
    const stat = await lstat(join(directory, path));
    if (!stat.isFile() && !stat.isDirectory())
      throw new ArtifactError(`${join(directory, path)} is neither a file nor a directory.`);
    guard.admit(Buffer.from(path), stat.isFile() ? 'file' : 'directory', stat.isFile() ? stat.size : 0);
    if (stat.isFile()) files.set(path, await readFile(join(directory, path)));
  }
  return files;
}
