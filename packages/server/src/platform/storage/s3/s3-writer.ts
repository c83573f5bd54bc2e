import { createHash } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { type ChecksumAlgorithm, type RunningChecksum, startChecksum } from '../checksum.ts';
import type { ObjectWriter, PutOptions } from '../object-store.ts';
import type { StoredObject } from '../stored-object.ts';
import type { S3Output } from './s3-output.ts';

/** A put in pieces: an output that is digested on its way, so that its writer can refuse it before it is published. */
export class S3Writer implements ObjectWriter {
  readonly #output: S3Output;
  readonly #options: PutOptions;
  readonly #md5 = createHash('md5');
  readonly #checksums: readonly (readonly [ChecksumAlgorithm, RunningChecksum])[];

  constructor(output: S3Output, options: PutOptions) {
    this.#output = output;
    this.#options = options;
    this.#checksums = (options.checksums ?? []).map((algorithm) => [algorithm, startChecksum(algorithm)] as const);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#md5.update(chunk);
    for (const [, checksum] of this.#checksums) checksum.update(chunk);
    await this.#output.append(chunk);
  }

  async commit(): Promise<StoredObject> {
    const checksums = Object.fromEntries(
      this.#checksums.map(([name, sum]) => [name, sum.digest().toString('base64')] as const),
    );
    this.#options.verify?.({ size: this.#output.length, md5: this.#md5.digest(), checksums });
    await this.#output.seal();
    const { onlyIfAbsent = false, onlyIfEtag } = this.#options;
    const object = await this.#output.publish({
      onlyIfAbsent,
      ...present({ onlyIfEtag }),
      // S3 takes one.
      checksums: Object.fromEntries(Object.entries(checksums).slice(0, 1)),
    });
    return { ...object, checksums: { ...object.checksums, ...checksums } };
  }

  abort(): Promise<void> {
    return this.#output.abort();
  }
}
