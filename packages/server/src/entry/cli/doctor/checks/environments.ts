import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import { nearestFolder } from './data-folder.ts';

/** Where Python environments are kept, and how many there are. */
export const environmentsCheck: Check = {
  name: 'environments',
  run({ options: { environments } }) {
    const folder = join(environments, 'python');
    try {
      accessSync(nearestFolder(folder), constants.W_OK);
    } catch {
      return {
        state: 'missing',
        says: `${folder} cannot be written to`,
        remedy: 'name another folder with CATENARY_ENVIRONMENTS',
      };
    }
    const count = namesIn(folder).filter((name) => /^[0-9a-f]{24}$/.test(name)).length;
    return { state: 'ok', says: `${count === 0 ? 'none yet' : count} in ${folder}` };
  },
};

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
