import { isAbsolute, join } from 'node:path';

/** The folder for what may be made again, of this user alone; undefined where the user has no place for it. */
export function userCache({ XDG_CACHE_HOME, HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string | undefined {
  // An empty variable counts as one that is not set, and a relative path is to be ignored (XDG Base Directory).
  const named = [XDG_CACHE_HOME, LOCALAPPDATA].find((path) => path !== undefined && isAbsolute(path));
  const caches = named ?? (HOME === undefined || HOME === '' ? undefined : join(HOME, '.cache'));
  return caches === undefined ? undefined : join(caches, 'catenary');
}
