import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The absolute path of `name` (relative to `from`) if it is `folder` or lies below it and no step below the folder is a
 * link; otherwise undefined. Something of that name must be there.
 */
export async function insideFolder(folder: string, name: string, from = folder): Promise<string | undefined> {
  const path = resolve(from, name);
  const inside = relative(folder, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined;
  const [base, real] = await Promise.all([folder, path].map((each) => realpath(each).catch(() => undefined)));
  return base !== undefined && real === resolve(base, inside) ? path : undefined;
}
