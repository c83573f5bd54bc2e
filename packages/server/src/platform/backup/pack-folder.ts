import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { isPacked } from './archive-name.ts';
import { filesBelow } from './manifest.ts';

/** Packs a folder into an archive, which appears when it is whole. */
export async function packFolder(folder: string, path: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  const tar = pack();
  const written = isPacked(path)
    ? pipeline(tar, createGzip(), createWriteStream(part, { mode: 0o600, flags: 'wx' }))
    : pipeline(tar, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
  try {
    await Promise.all([written, addFiles(tar, folder)]);
    await syncFile(part);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

async function addFiles(tar: ReturnType<typeof pack>, folder: string): Promise<void> {
  for (const name of await filesBelow(folder)) {
    const { size, mtime } = await stat(join(folder, name));
    const entry = tar.entry({ name, size, mtime, mode: 0o600 });
    await pipeline(createReadStream(join(folder, name)), entry);
  }
  tar.finalize();
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}
