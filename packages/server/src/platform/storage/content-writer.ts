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
  /** Where in the file the next bytes go. */
  #position = 0;
  #failure: Error | undefined;

  constructor(name: string, handle: FileHandle, unlink: () => Promise<void>) {
    this.name = name;
    this.#handle = handle;
    this.#unlink = unlink;
  }

  /** To be called before the first chunk. */
  computeChecksums(algorithms: readonly ChecksumAlgorithm[]): void {
    for (const algorithm of algorithms) this.#checksums.set(algorithm, startChecksum(algorithm));
  }

  /** Takes up a file that an earlier writer left: digests what is to stay of it and cuts off the rest. */
  async goOnAfter(length: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(Math.min(length, gatherBytes));
    while (this.#size < length) {
      const wanted = Math.min(buffer.length, length - this.#size);
      const { bytesRead } = await this.#handle.read(buffer, 0, wanted, this.#size);
      if (bytesRead === 0) throw new Error(`The file ${this.name} has ${this.#size} bytes; ${length} were synced.`);
      this.#digest(buffer.subarray(0, bytesRead));
      this.#position += bytesRead;
    }
    await this.#handle.truncate(length);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#digest(chunk);
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes >= gatherBytes) await this.#flush();
  }

  /** What was written so far has reached the disk. */
  async sync(): Promise<void> {
    await this.#flush();
    await this.#handle.sync();
  }

  async finish(): Promise<ContentDigests> {
    await this.sync();
    await this.#handle.close();
    const checksums = [...this.#checksums].map(([name, sum]) => [name, sum.digest().toString('base64')] as const);
    return { size: this.#size, md5: this.#md5.digest(), checksums: Object.fromEntries(checksums) };
  }

  /** Closes and removes the file. Never throws: what cannot be removed is swept later. */
  async discard(): Promise<void> {
    await this.close();
    await this.#unlink().catch(() => undefined);
  }

  /** Closes the file as it is. Never throws. */
  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }

  #digest(chunk: Uint8Array): void {
    this.#md5.update(chunk);
    for (const checksum of this.#checksums.values()) checksum.update(chunk);
    this.#size += chunk.length;
  }

  async #flush(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const [only] = this.#gathered;
    if (only === undefined) return;
    const bytes = this.#gathered.length === 1 ? only : Buffer.concat(this.#gathered, this.#gatheredBytes);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    try {
      await this.#writeAll(bytes);
    } catch (error) {
      // The bytes are in no file now: nothing may be written behind them.
      this.#failure = error as Error;
      throw error;
    }
    this.#position += bytes.length;
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    // A full disk first writes less than asked, then fails.
    for (let written = 0; written < bytes.length; ) {
      const position = this.#position + written;
      written += (await this.#handle.write(bytes, written, bytes.length - written, position)).bytesWritten;
    }
  }
}
