import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveLimits, memoryLimits } from './archive-limits.ts';
import { checkJson } from './check-json.ts';
import { walkDirectory } from './walk-directory.ts';

/** All files below a directory: path with `/` between names → bytes, sorted by path. Throws as `walkDirectory` and `checkJson` do. */
export async function readDirectory(
  directory: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of await walkDirectory(directory, { ...memoryLimits, ...limits })) {
    const bytes = await readFile(join(directory, path));
    checkJson(path, bytes);
    files.set(path, bytes);
  }
  return files;
}
