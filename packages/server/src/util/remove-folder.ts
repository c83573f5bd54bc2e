import { opendir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a folder with all that is in it, if it is there; links in it are not followed. One file after the other: Node's `rm`
 * begins all removals of a folder at once, and takes 2.5 KB of memory for each.
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      await (entry.isDirectory() ? removeFolder(path) : unlink(path));
    }
  } catch {
    // What could not be removed is left to `rm`: it fails with the reason, or somebody else has removed it.
  }
  await rm(folder, { recursive: true, force: true });
}
