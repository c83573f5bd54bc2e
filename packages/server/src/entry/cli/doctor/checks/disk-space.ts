import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Check } from '../check.ts';
import { nearestFolder } from './data-folder.ts';

/** An environment with scikit-learn, scipy and pandas has 500 MB, and pip unpacks it beside that, bytes. */
const enough = 2 * 1024 ** 3;
/** So little that uploads fail, bytes. */
const least = 256 * 1024 ** 2;

/** Room where data, Python environments and temporary files are kept. */
export const diskSpaceCheck: Check = {
  name: 'disk space',
  async run({ options: { data, environments } }) {
    const folders = [...new Set([data, environments, tmpdir()])];
    const free = await Promise.all(folders.map(freeBytes));
    const says = folders.map((folder, at) => `${folder} ${inGB(free[at] ?? 0)} free`).join(', ');
    const lowest = Math.min(...free);
    if (lowest >= enough) return { state: 'ok', says };
    const remedy = 'make room there, or name other folders with --data, CATENARY_ENVIRONMENTS and TMPDIR';
    return { state: lowest < least ? 'missing' : 'note', says, remedy };
  },
};

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(nearestFolder(folder)).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize;
}

const inGB = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
