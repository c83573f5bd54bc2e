import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** What a process started for a container gets of the server's environment: enough to find programs and read text. */
const forContainers = /^(PATH|HOME|LANG|LC_[A-Z]+|TZ|TMPDIR)$/;
/** What pip needs besides, to work behind a proxy or with an index of one's own. */
const forPip = /^(PIP_\w+|PYENV_VERSION|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|(https?|no|all)_proxy)$/i;

type Environment = Record<string, string>;

/** The server's own secrets, credentials above all, are not a container's business: names are allowed, not forbidden. */
export function containerBaseEnvironment(own: NodeJS.ProcessEnv = process.env): Environment {
  return { LANG: 'C.UTF-8', ...pick(own, (name) => forContainers.test(name)) };
}

export function pipEnvironment(own: NodeJS.ProcessEnv = process.env): Environment {
  return { LANG: 'C.UTF-8', ...pick(own, (name) => forContainers.test(name) || forPip.test(name)) };
}

/** Files and folders that pip's variables name: wheels, certificates, settings. */
export function pipPaths(environment: Environment): string[] {
  const words = Object.entries(environment).flatMap(([name, value]) => (forPip.test(name) ? value.split(/\s+/) : []));
  return words.filter((word) => isAbsolute(word) && existsSync(word));
}

function pick(own: NodeJS.ProcessEnv, isAllowed: (name: string) => boolean): Environment {
  const entries = Object.entries(own).filter(([name, value]) => value !== undefined && isAllowed(name));
  return Object.fromEntries(entries) as Environment;
}
