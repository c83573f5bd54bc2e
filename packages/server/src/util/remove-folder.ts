import { randomUUID } from 'node:crypto';
import { chmod, lstat, opendir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a folder with all that is in it, if it is there; links are not followed. One file after the other: Node's `rm` begins all
 * removals of a folder at once, and takes 2.5 KB of memory for each. Whoever filled it may have made folders that are
 * closed, or so deep in each other that their paths are longer than the system takes: `rm` fails with both.
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    if ((await lstat(folder)).isDirectory()) {
      let left: boolean;
      do left = await empty(folder, { top: folder, depth: 0 });
      while (left);
    }
  } catch {
    // What could not be removed is left to `rm`: it fails with the reason, or another process has removed it.
  }
  await rm(folder, { recursive: true, force: true });
}

/** Folders this deep are moved to the top: eight names of 255 bytes are half of the longest path (path_resolution(7)). */
const maxDepth = 8;

interface Place {
  readonly top: string;
  readonly depth: number;
}

/** Removes what is in a folder. Whether some of it was moved to the top, to be removed there. */
async function empty(folder: string, { top, depth }: Place): Promise<boolean> {
  let isLeft = false;
  await chmod(folder, 0o700);
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      await unlink(path);
    } else if (depth < maxDepth) {
      isLeft = (await empty(path, { top, depth: depth + 1 })) || isLeft;
      await rmdir(path);
    } else {
      // A folder that is moved is written to: its `..` is another one.
      await chmod(path, 0o700);
      await rename(path, join(top, randomUUID()));
      isLeft = true;
    }
  }
  return isLeft;
}
