import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { chunkBytes, chunkPool } from './chunk-pool.ts';
import type { ContentFile } from './content-file.ts';
import type { ByteRange } from './object-store.ts';

export interface ContentSource {
  open(name: string): Promise<FileHandle>;
  /** Called once, when the stream has closed. */
  release(): void;
}

/** Bytes of several files, one after the other; opens each when its turn comes. */
export class ContentStream extends Readable {
  readonly #files: readonly ContentFile[];
  readonly #source: ContentSource;
  #handle: FileHandle | undefined;
  #index = 0;
  /** Next byte within the file at `#index`. */
  #offset: number;
  #remaining: number;

  constructor(files: readonly ContentFile[], range: ByteRange | undefined, source: ContentSource) {
    super({ highWaterMark: chunkBytes });
    this.#files = files;
    this.#source = source;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    this.#offset = range?.first ?? 0;
    this.#remaining = range === undefined ? size : range.last - range.first + 1;
    for (let file = files[0]; file !== undefined && this.#offset >= file.size; file = files[this.#index]) {
      this.#offset -= file.size;
      this.#index++;
    }
  }

  override _read(): void {
    this.#readChunk().then(
      (chunk) => this.push(chunk),
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#source.release();
    if (handle === undefined) done(error);
    else
      handle.close().then(
        () => done(error),
        () => done(error),
      );
  }

  async #readChunk(): Promise<Buffer | null> {
    while (this.#remaining > 0) {
      const file = this.#files[this.#index];
      if (file === undefined) throw new Error('The stored content is shorter than its index says.');
      const wanted = Math.min(chunkBytes, this.#remaining, file.size - this.#offset);
      if (wanted === 0) await this.#nextFile();
      else if (file.inline !== undefined) return this.#takeInline(file.inline, wanted);
      else return this.#readFrom(file, wanted);
    }
    return null;
  }

  async #readFrom(file: ContentFile, wanted: number): Promise<Buffer> {
    const handle = (this.#handle ??= await this.#source.open(file.name));
    if (this.destroyed) {
      await handle.close();
      throw new Error('The stream was closed.');
    }
    const { bytesRead, buffer } = await handle.read(Buffer.from(chunkPool.take()), 0, wanted, this.#offset);
    if (bytesRead === 0) throw new Error(`The stored content ${file.name} is shorter than its index says.`);
    this.#offset += bytesRead;
    this.#remaining -= bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  #takeInline(inline: Buffer, wanted: number): Buffer {
    const chunk = inline.subarray(this.#offset, this.#offset + wanted);
    this.#offset += wanted;
    this.#remaining -= wanted;
    return chunk;
  }

  async #nextFile(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#index++;
    this.#offset = 0;
    await handle?.close();
  }
}
