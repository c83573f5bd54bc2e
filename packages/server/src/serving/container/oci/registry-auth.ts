import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import { isObject } from '../../../util/is-object.ts';

/** Docker's own registry, as its configuration calls it. */
const hub = 'https://index.docker.io/v1/';

/** The registry that an image comes from: what stands before the first slash, if it is a host. */
export function registryOf(image: string): string {
  const [first = ''] = image.split('/', 1);
  return image.includes('/') && (/[.:]/.test(first) || first === 'localhost') ? first : hub;
}

/**
 * The header X-Registry-Auth for an image, of the key pair that Docker's config file has for its registry; undefined
 * without one. Programs that keep keys elsewhere (`credHelpers`) are not run.
 */
export async function registryAuth(image: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = own(environment, 'DOCKER_CONFIG') || join(homedir(), '.docker');
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}');
  const config: unknown = JSON.parse(text);
  const auths = isObject(config) && isObject(config['auths']) ? config['auths'] : {};
  const registry = registryOf(image);
  const entry = own(auths, registry) ?? own(auths, `https://${registry}`);
  const pair =
    isObject(entry) && typeof entry['auth'] === 'string' ? Buffer.from(entry['auth'], 'base64').toString() : '';
  const end = pair.indexOf(':');
  if (end < 0) return undefined;
  const given = { username: pair.slice(0, end), password: pair.slice(end + 1), serveraddress: registry };
  return Buffer.from(JSON.stringify(given)).toString('base64url');
}
