import { chmod, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Lets every user read a folder: the one in a container may be another than this server's, and without capabilities its root
 * may read no more than others.
 */
export async function openToAll(folder: string): Promise<void> {
  await chmod(dirname(folder), 0o711);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = [folder, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  for (const path of paths) {
    const { mode } = await stat(path);
    const execute = (mode & 0o100) === 0 ? 0 : 0o111;
    await chmod(path, mode | 0o444 | execute);
  }
}
