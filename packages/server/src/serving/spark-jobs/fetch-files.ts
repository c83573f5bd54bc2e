import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { firstRepeated } from '@catenary/scoring/internal/names';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { insideFolder } from '../../util/inside-folder.ts';
import { makeFolder } from '../../util/make-folder.ts';
import type { RunKey } from './run-keys.ts';

/** What a submission names is not there, or is not what it must be: its message says so. */
export class SubmissionError extends Error {}

export interface FetchContext {
  readonly objects: Pick<ObjectStore, 'getObject'>;
  readonly key: Pick<RunKey, 'may'>;
  readonly signal: AbortSignal;
}

/** The most files of one submission, and the most bytes of one. */
const maxFiles = 200;
const maxFileBytes = 4 * 1024 ** 3;

/**
 * Fetches objects into a folder, each by its own name. Gives the paths, in order. What is named below `/opt/ml` is there already, below
 * `root`. Rejects with `SubmissionError`.
 */
export async function fetchFiles(
  what: string,
  named: readonly string[],
  { folder, root, ...context }: FetchContext & { readonly folder: string; readonly root: string },
): Promise<readonly string[]> {
  const isThere = (address: string) => address.startsWith(mlFolder);
  const there = await Promise.all(named.filter(isThere).map((address) => filesAt(what, address, root)));
  const fetched = await fetchObjects(
    what,
    named.filter((address) => !isThere(address)),
    { folder, ...context },
  );
  return [...there.flat(), ...fetched];
}

const mlFolder = '/opt/ml/';

/** A file, or those in a folder. */
async function filesAt(what: string, address: string, root: string): Promise<readonly string[]> {
  const path = await insideFolder(root, address.slice(mlFolder.length));
  if (path === undefined) throw new SubmissionError(`${what}: no input of the job has put ${address} there.`);
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(path, name))
    .toSorted();
}

async function fetchObjects(
  what: string,
  addresses: readonly string[],
  { folder, ...context }: FetchContext & { readonly folder: string },
): Promise<readonly string[]> {
  if (addresses.length > maxFiles)
    throw new SubmissionError(`${what} names ${addresses.length} files: ${maxFiles} are allowed.`);
  const names = addresses.map((address) => basename(parseS3Address(address)?.key ?? ''));
  const twice = firstRepeated(names);
  if (twice !== undefined) throw new SubmissionError(`${what} names two files that are called ${twice}.`);
  await makeFolder(folder);
  const paths: string[] = [];
  for (const address of addresses) paths.push(await fetchFile(what, address, { folder, ...context }));
  return paths;
}

async function fetchFile(
  what: string,
  address: string,
  { objects, key, signal, folder }: FetchContext & { readonly folder: string },
): Promise<string> {
  const place = parseS3Address(address);
  const name = basename(place?.key ?? '');
  if (place === undefined || ['', '.', '..'].includes(name) || name.includes('\0'))
    throw new SubmissionError(`${what} must be addresses s3://bucket/key of files: ${address} is none.`);
  if (!key.may('GetObject', place))
    throw new SubmissionError(`${what}: the key that started the run may not read ${address} (s3:GetObject).`);
  const found = await objects.getObject(place).catch((error: Error) => {
    throw new SubmissionError(`${what}: ${address}: ${error.message}`);
  });
  if (found === undefined) throw new SubmissionError(`${what}: there is no object ${address}.`);
  const { object, body } = found;
  if (object.size > maxFileBytes) {
    body.destroy();
    throw new SubmissionError(`${what}: ${address} has ${object.size} bytes: ${maxFileBytes} are allowed.`);
  }
  const path = join(folder, name);
  await pipeline(body, createWriteStream(path), { signal });
  return path;
}

/** Hadoop's names of the same store are addresses, too. */
function parseS3Address(address: string) {
  return parseS3Uri(address.replace(/^s3[an]:/, 's3:'));
}
