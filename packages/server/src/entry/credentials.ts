import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The one key pair of a server. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The pair of the environment if it is set, else one made once and kept under the data folder, readable by its owner
 * only.
 */
export function loadCredentials(dataDirectory: string, environment: NodeJS.ProcessEnv): Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (accessKeyId !== undefined && secretAccessKey !== undefined && accessKeyId !== '' && secretAccessKey !== '')
    return { accessKeyId, secretAccessKey };
  const path = join(dataDirectory, 'credentials.json');
  const kept = readKept(path);
  if (kept !== undefined) return kept;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const made = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  try {
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    // Another process made one at the same moment: its pair is used.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readKept(path) as Credentials;
    throw error;
  }
}

function readKept(path: string): Credentials | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Credentials;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
