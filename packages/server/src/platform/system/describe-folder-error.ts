import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeSystemError } from './describe-system-error.ts';
import { userName } from './user-name.ts';

/**
 * Why nothing can be written at a path, as far as the folders on its way show: `/data belongs to root, and this process runs as
 * user 1000 (EACCES)`.
 */
export function describeFolderError(path: string, error: NodeJS.ErrnoException): string {
  const { code } = error;
  const found = nearest(path);
  if (found === undefined) return describeSystemError(error);
  const name = found.path === path ? 'it' : found.path;
  if ((code === 'EACCES' || code === 'EPERM') && found.stats.uid !== process.getuid?.())
    return `${name} belongs to ${userName(found.stats.uid)}, and this process runs as ${userName(process.getuid?.() ?? 0)} (${code})`;
  if ((code === 'EEXIST' || code === 'ENOTDIR') && !found.stats.isDirectory())
    return `${name} is a file, and not a folder (${code})`;
  return describeSystemError(error);
}

/** The last part of a path that is there. */
function nearest(path: string): { readonly path: string; readonly stats: Stats } | undefined {
  try {
    return { path, stats: statSync(path) };
  } catch {
    const above = dirname(path);
    return above === path ? undefined : nearest(above);
  }
}
