import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { ArtifactError } from '../../../platform/artifact/artifact-error.ts';
import { extractArtifact } from '../../../platform/artifact/extract-artifact.ts';
import { measureArchive } from '../../../platform/artifact/measure-archive.ts';
import { readArtifact } from '../../../platform/artifact/read-artifact.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import type { FoundHost } from '../surfaces/sklearn/sklearn-host.ts';
import type { NativeThreads } from './native-threads.ts';

/** A thread takes longer to start than such an archive to unpack. */
const smallPackedBytes = 64 * 1024;
const small = { maxBytes: 1024 ** 2, maxEntries: 1000 };
/** A model of this many bytes is opened in some milliseconds. */
const smallInsideBytes = 256 * 1024;

/** Work on artifacts before they are served: in threads if it may take long. */
export class LoadThreads {
  readonly #threads: NativeThreads;
  /** Folders that were unpacked in a thread. */
  readonly #large = new Set<string>();

  constructor(threads: NativeThreads) {
    this.#threads = threads;
  }

  /** As `extractArtifact` does. */
  async extract(path: string, directory: string, signal?: AbortSignal): Promise<void> {
    const isDone = await whileSmall(path, async () => {
      await extractArtifact(path, directory, small);
      return true;
    });
    if (isDone === true) return;
    this.#large.add(directory);
    await this.#threads.do({ kind: 'extract', path, directory }, signal);
  }

  /** Removes a folder with what was unpacked into it: 100,000 files take seconds. */
  async remove(folder: string): Promise<void> {
    const large = [...this.#large].filter((directory) => directory.startsWith(folder + sep));
    for (const directory of large) this.#large.delete(directory);
    if (large.length > 0) await this.#threads.do({ kind: 'remove', directory: folder }).catch(() => undefined);
    await removeFolder(folder);
  }

  /** As `measureArchive` does. */
  async measure(path: string, signal?: AbortSignal): Promise<number> {
    const bytes = await whileSmall(path, () => measureArchive(path, small));
    return bytes ?? ((await this.#threads.do({ kind: 'measure', path }, signal)) as number);
  }

  /** As `findHost` does. The engines of a small model are needed in this thread anyway, where it will be served. */
  async findHost(path: string, signal: AbortSignal): Promise<FoundHost> {
    const files = await whileSmall(path, () => readArtifact(path, small));
    const { anyExpandsBeyond } = await import('../any-expands-beyond.ts');
    if (files !== undefined && !(await anyExpandsBeyond(files, smallInsideBytes))) {
      const { hostOfFiles } = await import('../surfaces/sklearn/find-host.ts');
      return hostOfFiles(files);
    }
    return (await this.#threads.do({ kind: 'find-host', path }, signal)) as FoundHost;
  }
}

/**
 * Does it in this thread; undefined if the archive turns out to be large or invalid: a thread then finds out what is
 * wrong.
 */
async function whileSmall<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
  if ((await stat(path)).size > smallPackedBytes) return undefined;
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArtifactError) return undefined;
    throw error;
  }
}
