import { createHash } from 'node:crypto';
import { type ChecksumAlgorithm, startChecksum } from './checksum.ts';
import type { ContentFile } from './content-file.ts';
import { type ContentFolder, maxInlineBytes } from './content-folder.ts';
import type { ContentWriter } from './content-writer.ts';
import type { ContentDigests } from './object-store.ts';

/** Content that arrives: kept in memory while it is small, else in a file. */
export class NewContent {
  readonly #folder: ContentFolder;
  readonly #algorithms: readonly ChecksumAlgorithm[];
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #file: ContentWriter | undefined;

  constructor(folder: ContentFolder, algorithms: readonly ChecksumAlgorithm[]) {
    this.#folder = folder;
    this.#algorithms = algorithms;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#heldBytes += chunk.length;
    if (this.#file === undefined && this.#heldBytes <= maxInlineBytes) {
      this.#held.push(chunk);
      return;
    }
    this.#file ??= await this.#createFile();
    await this.#file.write(chunk);
  }

  async #createFile(): Promise<ContentWriter> {
    const file = await this.#folder.create();
    file.computeChecksums(this.#algorithms);
    for (const chunk of this.#held) await file.write(chunk);
    this.#held = [];
    return file;
  }

  /** Of a file, its bytes have reached the disk. */
  async finish(): Promise<{ readonly file: ContentFile; readonly digests: ContentDigests }> {
    if (this.#file !== undefined) {
      const digests = await this.#file.finish();
      return { file: { name: this.#file.name, size: digests.size }, digests };
    }
    const inline = Buffer.concat(this.#held);
    return { file: { name: '', size: inline.length, inline }, digests: digest(inline, this.#algorithms) };
  }

  /** Removes the file, if there is one. Never throws. */
  async discard(): Promise<void> {
    await this.#file?.discard();
  }
}

function digest(content: Buffer, algorithms: readonly ChecksumAlgorithm[]): ContentDigests {
  const checksums = algorithms.map((algorithm) => {
    const checksum = startChecksum(algorithm);
    checksum.update(content);
    return [algorithm, checksum.digest().toString('base64')] as const;
  });
  return {
    size: content.length,
    md5: createHash('md5').update(content).digest(),
    checksums: Object.fromEntries(checksums),
  };
}
