import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { type ArchiveLimits, diskLimits } from './archive-limits.ts';
import type { ArchiveSource } from './archive-source.ts';
import { openArchive } from './open-archive.ts';

/**
 * Unpacks a tar, tar.gz or zip archive into `directory`, which must not exist yet. Files get mode 0644, or 0755 if their
 * owner may execute them. If it fails, nothing of it is left. Throws `ArtifactError` as `openArchive` does.
 */
export async function extractArchive(
  source: ArchiveSource,
  directory: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<void> {
  await makeFolder(dirname(directory));
  await mkdir(directory, { mode: 0o755 });
  const folders = new Set([directory]);
  try {
    for await (const entry of openArchive(source, { ...diskLimits, ...limits }))
      await extractEntry(entry, directory, folders);
  } catch (error) {
    await removeFolder(directory);
    throw error;
  }
}

/** `folders`: those that have been made. */
async function extractEntry(
  { path, type, isExecutable, body }: ArchiveEntry,
  directory: string,
  folders: Set<string>,
): Promise<void> {
  const target = join(directory, path);
  const folder = type === 'directory' ? target : dirname(target);
  if (!folders.has(folder)) {
    await makeFolder(folder, 0o755);
    folders.add(folder);
  }
  if (type === 'directory') return;
  const handle = await openNew(target, isExecutable ? 0o755 : 0o644);
  try {
    for await (const chunk of body) await writeWhole(handle, chunk);
  } finally {
    await handle.close();
  }
}

/** Of two entries with one name the later counts, as tar has it. The file is always a new one: nothing is followed. */
async function openNew(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await unlink(path);
    return open(path, 'wx', mode);
  }
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; )
    written += (await handle.write(chunk, written, chunk.length - written)).bytesWritten;
}
