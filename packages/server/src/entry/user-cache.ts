import { join } from 'node:path';

/** The folder for what may be made again, of this user alone; undefined where the user has no place for it. */
export function userCache({ XDG_CACHE_HOME, HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string | undefined {
  const caches = XDG_CACHE_HOME ?? LOCALAPPDATA ?? (HOME === undefined ? undefined : join(HOME, '.cache'));
  return caches === undefined ? undefined : join(caches, 'catenary');
}
