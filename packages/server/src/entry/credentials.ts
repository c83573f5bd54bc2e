import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isObject } from '../util/is-object.ts';
import { makeFolder } from '../util/make-folder.ts';
import { OptionError } from './options/option-error.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

/** The one key pair of a server. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The pair that the environment gives; undefined if one of both is not set, or empty. */
export function pairOf(environment: NodeJS.ProcessEnv): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  return accessKeyId === '' || secretAccessKey === '' ? undefined : { accessKeyId, secretAccessKey };
}

/** The file of the pair that a server makes for itself. */
export const credentialsPath = (dataDirectory: string): string => join(dataDirectory, 'credentials.json');

/**
 * The pair of the environment if it is set, else one made once and kept under the data folder, readable by its owner
 * only. Throws `OptionError` for a file that is none.
 */
export async function loadCredentials(dataDirectory: string, environment: NodeJS.ProcessEnv): Promise<Credentials> {
  const given = pairOf(environment);
  if (given !== undefined) return given;
  const path = credentialsPath(dataDirectory);
  return (await readKept(path)) ?? (await make(dataDirectory, path));
}

async function make(dataDirectory: string, path: string): Promise<Credentials> {
  await makeFolder(dataDirectory, 0o700);
  const made = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  try {
    await writeStateFile(path, `${JSON.stringify(made, null, 2)}\n`, 'only new');
    return made;
  } catch (error) {
    // Another process made one at the same moment: its pair is used.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const kept = await readKept(path);
    if (kept !== undefined) return kept;
    throw new OptionError(`${path} is a link that leads nowhere: remove it.`);
  }
}

async function readKept(path: string): Promise<Credentials | undefined> {
  const text = await readStateFile(path);
  if (text === undefined) return undefined;
  const pair = parse(text);
  if (pair !== undefined) return pair;
  throw new OptionError(
    `${path} is no key pair: it must be {"accessKeyId": "...", "secretAccessKey": "..."}. Put yours in it, or remove it for a new one.`,
  );
}

function parse(text: string): Credentials | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { accessKeyId, secretAccessKey } = value;
    return isName(accessKeyId) && isName(secretAccessKey) ? { accessKeyId, secretAccessKey } : undefined;
  } catch {
    return undefined;
  }
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
