import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { loadZod } from '../../util/load-zod.ts';
import { makeFolder } from '../../util/make-folder.ts';

/** What a backup has, in its file `backup.json`. */
export interface Manifest {
  readonly formatVersion: number;
  /** Of the program that made it. */
  readonly version: string;
  /** The moment that it shows, ISO 8601. */
  readonly time: string;
  readonly files: readonly BackupFile[];
}

export interface BackupFile {
  /** Below the backup, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export const manifestName = 'backup.json';
export const formatVersion = 1;

/** A folder that is no backup, or a backup that is not whole: the message says what is wrong. */
export class BackupError extends Error {}

/** Copies a file to where only its owner can read it, and to the disk; says what was copied. */
export async function copyDescribed(from: string, folder: string, path: string): Promise<BackupFile> {
  const target = join(folder, path);
  await makeFolder(join(target, '..'), 0o700);
  const file = await open(target, 'wx', 0o600);
  try {
    const facts = await readFacts(from, (chunk) => file.write(chunk));
    await file.sync();
    return { path, ...facts };
  } finally {
    await file.close();
  }
}

/** Size and digest of a file that is there. Rejects with the system's error if it is not. */
export async function describeFile(folder: string, path: string): Promise<BackupFile> {
  return { path, ...(await readFacts(join(folder, path))) };
}

async function readFacts(path: string, each?: (chunk: Buffer) => Promise<unknown>): Promise<Omit<BackupFile, 'path'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    await each?.(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The files of a folder, with `/`, sorted. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/')).toSorted();
}

/** Throws `BackupError` if it is none, or one of a newer version. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BackupError(
      error.code === 'ENOENT'
        ? `${folder} is no backup: it has no ${manifestName}; name a folder or an archive that catenary backup has made.`
        : error.message,
    );
  });
  const manifest = parse(text);
  if (manifest === undefined) throw new BackupError(`${join(folder, manifestName)} cannot be read: it is not whole.`);
  if (manifest.formatVersion !== formatVersion)
    throw new BackupError(`${folder} was made by Catenary ${manifest.version}: restore it with that, or a newer one.`);
  return manifest;
}

function parse(text: string): Manifest | undefined {
  const { z } = loadZod();
  const file = z.object({ path: z.string(), bytes: z.number().nonnegative(), sha256: z.string() });
  const shape = z.object({ formatVersion: z.number(), version: z.string(), time: z.string(), files: z.array(file) });
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
