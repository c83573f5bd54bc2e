import { createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectPlace, ObjectStore } from '../../../platform/storage/object-store.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { CommandError } from '../command.ts';
import { readError } from '../read-error.ts';
import { writeError } from '../write-error.ts';

/** A file of the input, and the key that it has among the job's objects. */
export interface LocalFile {
  readonly path: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * The file that a path names, or all files below the folder that it names, hidden ones left out. `only`: the key of the one that is wanted
 * of the folder. Throws `CommandError`.
 */
export async function listLocalFiles(path: string, only?: string): Promise<LocalFile[]> {
  if (only !== undefined) return [await localFile(join(path, only), only)];
  const found = await stat(path).catch((error: unknown) => {
    throw readError('the input', path, error);
  });
  if (!found.isDirectory()) return [{ path, key: basename(path), size: found.size, modified: found.mtimeMs }];
  const files: LocalFile[] = [];
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const file = join(entry.parentPath, entry.name);
    files.push(await localFile(file, relative(path, file).split(sep).join('/')));
  }
  if (files.length === 0) throw new CommandError(`There is no file in ${path}.`);
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function localFile(path: string, key: string): Promise<LocalFile> {
  const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
    throw readError('the input', path, error);
  });
  return { path, key, size, modified: mtimeMs };
}

/** Writes every object of a bucket to a file below `folder`; each appears whole. Gives their paths. */
export async function fetchFiles(store: ObjectStore, bucket: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  let startAfter: string | undefined;
  for (;;) {
    const page = await store.listObjects(bucket, startAfter === undefined ? {} : { startAfter });
    for (const { key } of page.objects) {
      const path = join(folder, ...pathOf(key));
      await fetchFile(store, { bucket, key }, path);
      paths.push(path);
      startAfter = key;
    }
    if (!page.isTruncated) return paths;
  }
}

/** Keys are any text; a path must not lead out of its folder, or be that of another key. Throws `CommandError`. */
function pathOf(key: string): string[] {
  const names = key.split('/');
  if (!names.some((name) => name === '' || name === '.' || name === '..' || name.includes('\0'))) return names;
  throw new CommandError(
    `The output ${JSON.stringify(key)} cannot be a file: its name has an empty, "." or ".." part. Give an s3:// address as --output.`,
  );
}

async function fetchFile(store: ObjectStore, place: ObjectPlace, path: string): Promise<void> {
  const found = await store.getObject(place);
  if (found === undefined) return;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    await makeFolder(dirname(path));
    await pipeline(found.body, createWriteStream(temporary));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(path, error);
  }
}
