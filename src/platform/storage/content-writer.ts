import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type ChecksumAlgorithm, type RunningChecksum, startChecksum } from './checksum.ts';
import type { ContentDigests } from './object-store.ts';

/** Small chunks are gathered to this many bytes before they are written. */
const gatherBytes = 256 * 1024;

/** A file of content under way. Its bytes are on the disk when `finish` has resolved. */
export class ContentWriter {
  readonly name: string;
  readonly #handle: FileHandle;
  readonly #unlink: () => Promise<void>;
  readonly #md5 = createHash('md5');
  readonly #checksums = new Map<ChecksumAlgorithm, RunningChecksum>();
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #size = 0;

  constructor(name: string, handle: FileHandle, unlink: () => Promise<void>) {
    this.name = name;
    this.#handle = handle;
    this.#unlink = unlink;
  }

  /** To be called before the first chunk. */
  computeChecksums(algorithms: readonly ChecksumAlgorithm[]): void {
    for (const algorithm of algorithms) this.#checksums.set(algorithm, startChecksum(algorithm));
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#md5.update(chunk);
    for (const checksum of this.#checksums.values()) checksum.update(chunk);
    this.#size += chunk.length;
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes >= gatherBytes) await this.#flush();
  }

  async finish(): Promise<ContentDigests> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    const checksums = [...this.#checksums].map(([name, sum]) => [name, sum.digest().toString('base64')] as const);
    return { size: this.#size, md5: this.#md5.digest(), checksums: Object.fromEntries(checksums) };
  }

  /** Closes and removes the file. Never throws: what cannot be removed is swept later. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await this.#unlink().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const [only] = this.#gathered;
    if (only === undefined) return;
    const bytes = this.#gathered.length === 1 ? only : Buffer.concat(this.#gathered, this.#gatheredBytes);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    // A full disk first writes less than asked, then fails.
    for (let written = 0; written < bytes.length; )
      written += (await this.#handle.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}
