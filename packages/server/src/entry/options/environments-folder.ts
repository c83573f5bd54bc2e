import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { userCache } from '../user-cache.ts';

/**
 * Where Python environments are kept if nothing else is said: with what may be made again of this user, so that all data
 * folders of the user have them. The data folder where the user has no such place, or one that cannot be written to.
 */
export function environmentsFolder(data: string, environment: NodeJS.ProcessEnv = process.env): string {
  const cache = userCache(environment);
  return cache !== undefined && isWritable(cache) ? cache : data;
}

/** Whether it can be written to, or made. */
function isWritable(folder: string): boolean {
  const above = dirname(folder);
  if (!existsSync(folder)) return above !== folder && isWritable(above);
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
