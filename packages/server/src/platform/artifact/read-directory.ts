import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveLimits, memoryLimits } from './archive-limits.ts';
import { walkDirectory } from './walk-directory.ts';

/** All files below a directory: path with `/` between names → bytes, sorted by path. Throws as `walkDirectory` does. */
export async function readDirectory(
  directory: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of await walkDirectory(directory, { ...memoryLimits, ...limits }))
    files.set(path, await readFile(join(directory, path)));
  return files;
}
