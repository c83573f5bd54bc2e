import { constants, createWriteStream } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseS3Uri, placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { insideFolder } from '../../util/inside-folder.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { SubmissionError } from './fetch-files.ts';
import type { RunKey } from './run-keys.ts';

/** Objects that are there as files while a run is on, or files that become objects when it ends. */
export interface DataFolder {
  readonly name: string;
  /** `s3://bucket/prefix`: an object, or all below the prefix. */
  readonly uri: string;
  /** Below `/opt/ml`. */
  readonly path: string;
}

export interface RunData {
  readonly inputs: readonly DataFolder[];
  readonly outputs: readonly DataFolder[];
}

export interface DataContext {
  readonly objects: Pick<ObjectStore, 'getObject' | 'listObjects' | 'putObject'>;
  readonly key: Pick<RunKey, 'may'>;
  readonly signal: AbortSignal;
  /** What the run sees as `/opt/ml`. */
  readonly root: string;
}

/** Most objects of an input, and files of an output. */
const maxObjects = 100_000;

/** Fetches what is below each prefix, by the names behind it. Rejects with `SubmissionError`. */
export async function fetchInputs({ inputs }: RunData, context: DataContext): Promise<void> {
  for (const input of inputs) {
    const place = placeOf(input);
    const folder = join(context.root, input.path);
    await makeFolder(folder);
    const keys = await keysBelow(place, input, context);
    if (keys.length === 0) throw new SubmissionError(`The input ${input.name}: there is nothing at ${input.uri}.`);
    for (const key of keys)
      await fetchObject({ bucket: place.bucket, key }, { prefix: place.key, folder, input }, context);
  }
}

/** Puts the files of each folder below its prefix, once the run has ended. Rejects with `SubmissionError`. */
export async function storeOutputs({ outputs }: RunData, context: DataContext): Promise<void> {
  for (const output of outputs) {
    const folder = join(context.root, output.path);
    for (const path of await filesOf(output, context.root)) {
      const place = placeBelow(placeOf(output), relative(folder, path));
      if (!context.key.may('PutObject', place))
        throw new SubmissionError(
          `The output ${output.name}: the key that started the run may not write ${uriOf(place)} (s3:PutObject).`,
        );
      try {
        const file = await open(path, plainRead);
        await context.objects.putObject(place, file.createReadStream());
      } catch (error) {
        throw new SubmissionError(`The output ${output.name}: ${uriOf(place)}: ${(error as Error).message}`);
      }
    }
  }
}

/** A link is not followed, and a pipe not waited for. */
const plainRead = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function placeOf({ name, uri }: DataFolder): S3Uri {
  const place = parseS3Uri(uri);
  if (place === undefined)
    throw new SubmissionError(`${name} must have an address s3://bucket/prefix: ${uri} is none.`);
  return place;
}

async function keysBelow(
  { bucket, key: prefix }: S3Uri,
  { name }: DataFolder,
  { objects }: DataContext,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let startAfter: string | undefined, isMore = true; isMore; ) {
    const page = await objects
      .listObjects(bucket, startAfter === undefined ? { prefix } : { prefix, startAfter })
      .catch((error: Error) => {
        throw new SubmissionError(`The input ${name}: ${error.message}`);
      });
    keys.push(...page.objects.map(({ key }) => key).filter((key) => !key.endsWith('/')));
    if (keys.length > maxObjects) throw new SubmissionError(`The input ${name} has more than ${maxObjects} objects.`);
    startAfter = page.next;
    isMore = page.isTruncated && startAfter !== undefined;
  }
  return keys;
}

interface Target {
  readonly prefix: string;
  readonly folder: string;
  readonly input: DataFolder;
}

async function fetchObject(place: S3Uri, { prefix, folder, input }: Target, context: DataContext): Promise<void> {
  const { objects, key, signal } = context;
  if (!key.may('GetObject', place))
    throw new SubmissionError(
      `The input ${input.name}: the key that started the run may not read ${uriOf(place)} (s3:GetObject).`,
    );
  // Behind the last slash of the prefix: an object by itself keeps its name.
  const name = place.key.slice(
    prefix.endsWith('/') || place.key.startsWith(`${prefix}/`) ? prefix.length : prefix.lastIndexOf('/') + 1,
  );
  const parts = name.replace(/^\//, '').split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new SubmissionError(`The input ${input.name}: ${place.key} is no name of a file.`);
  const path = join(folder, ...parts);
  const found = await objects.getObject(place);
  if (found === undefined) return;
  try {
    await makeFolder(dirname(path));
    await pipeline(found.body, createWriteStream(path), { signal });
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SubmissionError(`The input ${input.name}: ${place.key} cannot be a file here (${code ?? message}).`);
  }
}

/**
 * The files in the folder of an output. The run may have put anything in its place, and into it: this process may read more than the
 * run, so a link is not followed, wherever it is.
 */
async function filesOf({ name, path }: DataFolder, root: string): Promise<readonly string[]> {
  const place = join(root, path);
  const folder = await insideFolder(root, path);
  if (folder === undefined) {
    if ((await lstat(place).catch(() => undefined)) === undefined) return [];
    throw new SubmissionError(`The output ${name}: the run has put a link in the place of /opt/ml/${path}.`);
  }
  try {
    return await filesBelow(folder, name);
  } catch (error) {
    if (error instanceof SubmissionError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new SubmissionError(`The output ${name} cannot be read (${code}).`);
  }
}

/** A link in it may lead out of the folder: it is left where it is. */
async function filesBelow(folder: string, name: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
    if (files.length > maxObjects) throw new SubmissionError(`The output ${name} has more than ${maxObjects} files.`);
  }
  return files;
}
