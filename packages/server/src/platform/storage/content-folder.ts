import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { defined } from '@catenary/scoring/internal/values';
import { makeFolder } from '../../util/make-folder.ts';
import type { ContentFile } from './content-file.ts';
import { ContentStream } from './content-stream.ts';
import { ContentWriter } from './content-writer.ts';
import type { ByteRange } from './object-store.ts';

/** Content of this many bytes at most is kept in the index: it is not worth a file and three waits for the disk. */
export const maxInlineBytes = 4096;

/** Opens a file; a seam for tests of failing disks. */
export type OpenFile = (path: string, flags: string) => Promise<FileHandle>;

/**
 * A folder of files that never change. A new file has no owner until the index names it; `sweep` removes whatever
 * it does not name. Removing a file that is being read waits for its readers.
 */
export class ContentFolder {
  readonly #path: string;
  readonly #open: OpenFile;
  readonly #readers = new Map<string, number>();
  readonly #condemned = new Set<string>();
  #sync: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | undefined;

  private constructor(path: string, openFile: OpenFile) {
    this.#path = path;
    this.#open = openFile;
  }

  static async open(path: string, openFile: OpenFile = open): Promise<ContentFolder> {
    await makeFolder(path, 0o700);
    return new ContentFolder(path, openFile);
  }

  async create(): Promise<ContentWriter> {
    const name = randomUUID();
    const path = join(this.#path, name);
    return new ContentWriter(name, await this.#open(path, 'wx'), () => unlink(path));
  }

  /** Reopens an unfinished file, to continue after its first `length` bytes. Throws if it has fewer. */
  async reopen(name: string, length: number): Promise<ContentWriter> {
    const path = join(this.#path, name);
    const writer = new ContentWriter(name, await this.#open(path, 'r+'), () => unlink(path));
    try {
      await writer.goOnAfter(length);
      return writer;
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  /** Streams the files one after the other, or the range of them all together. They are kept until it has closed. */
  read(files: readonly ContentFile[], range?: ByteRange): ContentStream {
    for (const { name } of files) this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    return new ContentStream(files, range, {
      open: (name) => this.#open(join(this.#path, name), 'r'),
      release: () => this.#release(files),
    });
  }

  /** Names of new files with the same content. Links, where the file system has them: content never changes. */
  async copy(files: readonly ContentFile[]): Promise<ContentFile[]> {
    const copies = files.map((file) => (file.inline === undefined ? { name: randomUUID(), size: file.size } : file));
    for (const [index, { name, inline }] of files.entries()) {
      if (inline !== undefined) continue;
      const source = join(this.#path, name);
      const target = join(this.#path, defined(copies[index]).name);
      await link(source, target).catch(() => this.#copyBytes(source, target));
    }
    return copies;
  }

  async #copyBytes(source: string, target: string): Promise<void> {
    await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await syncAndClose(await this.#open(target, 'r'));
  }

  /**
   * New names reach the disk. To be called before the index names them. Who asks while one sync is under way shares the
   * next.
   */
  sync(): Promise<void> {
    this.#nextSync ??= this.#sync
      .catch(() => undefined)
      .then(async () => {
        this.#nextSync = undefined;
        this.#sync = syncAndClose(await this.#open(this.#path, 'r'));
        return this.#sync;
      });
    return this.#nextSync;
  }

  /** Removes files that nothing names any more. A file that cannot be removed is left to the next `sweep`. */
  async remove(files: readonly ContentFile[]): Promise<void> {
    for (const { name, inline } of files) {
      if (inline !== undefined) continue;
      if (this.#readers.has(name)) this.#condemned.add(name);
      else await unlink(join(this.#path, name)).catch(() => undefined);
    }
  }

  /** Whether nothing was written to a file so far. */
  async isEmpty(name: string): Promise<boolean> {
    return (await stat(join(this.#path, name))).size === 0;
  }

  /** Removes what an earlier process left behind: every file that is not in use. */
  async sweep(isUsed: (name: string) => boolean): Promise<void> {
    const names = await readdir(this.#path);
    await this.remove(names.filter((name) => !isUsed(name)).map((name) => ({ name, size: 0 })));
  }

  #release(files: readonly ContentFile[]): void {
    for (const file of files) {
      const left = defined(this.#readers.get(file.name)) - 1;
      if (left > 0) this.#readers.set(file.name, left);
      else {
        this.#readers.delete(file.name);
        if (this.#condemned.delete(file.name)) void this.remove([file]);
      }
    }
  }
}

async function syncAndClose(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
