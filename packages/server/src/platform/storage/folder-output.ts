import { randomUUID } from 'node:crypto';
import { faultPoint } from '../observe/fault-point.ts';
import type { ContentFolder } from './content-folder.ts';
import type { ContentWriter } from './content-writer.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from './object-output.ts';
import type { ContentDigests } from './object-store.ts';
import type { OutputIndex } from './output-index.ts';
import type { StoredObject } from './stored-object.ts';

/** Up to this many bytes an output has no spool file: they stand in its state, and its end is a plain put. */
const maxTailBytes = 256 * 1024;

/** What an output needs of the store that it belongs to. */
export interface OutputPlace {
  readonly bucket: string;
  readonly key: string;
  readonly folder: ContentFolder;
  readonly index: OutputIndex;
  /** Makes a change of the index when its file is not locked. */
  change(work: () => void): Promise<void>;
  putWhole(content: Buffer): Promise<StoredObject>;
  /** Publishes the file as the object, and marks the output published in the same transaction. */
  publishSpool(id: string, file: string, digests: ContentDigests): Promise<StoredObject>;
}

interface Spool {
  readonly id: string;
  readonly content: ContentWriter;
}

/** An output to a folder store: first in memory, then in a spool file that becomes the object's content. */
export class FolderOutput implements ObjectOutput {
  readonly #place: OutputPlace;
  readonly #options: OutputOptions;
  #tail: Uint8Array[] = [];
  #spool: Spool | undefined;
  #length = 0;
  #isSealed = false;
  #digests: ContentDigests | undefined;
  #published: StoredObject | undefined;

  constructor(place: OutputPlace, options: OutputOptions) {
    this.#place = place;
    this.#options = options;
  }

  /** Opens it as it was saved. Throws NoSuchUpload. */
  static async reopen(place: OutputPlace, options: OutputOptions, saved: OutputState): Promise<FolderOutput> {
    const output = new FolderOutput(place, options);
    const { id, tail } = saved.detail;
    output.#length = saved.length;
    output.#isSealed = saved.isSealed;
    if (tail !== undefined) output.#tail = [Buffer.from(tail, 'base64')];
    if (id !== undefined) {
      const { file, published } = place.index.require(id, place);
      output.#published = published;
      if (published === undefined) output.#spool = { id, content: await place.folder.reopen(file, saved.length) };
    }
    return output;
  }

  get length(): number {
    return this.#length;
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.#isSealed) throw new Error('The output is sealed.');
    this.#length += chunk.length;
    if (this.#spool !== undefined) {
      faultPoint('spool-write');
      return this.#spool.content.write(chunk);
    }
    this.#tail.push(chunk);
    if (this.#length > maxTailBytes) await this.#beginSpool();
  }

  async #beginSpool(): Promise<void> {
    const { folder, index } = this.#place;
    const id = randomUUID();
    await this.#options.journal?.starting();
    const content = await folder.create();
    await folder.sync();
    await this.#place.change(() => index.create(id, this.#place, content.name));
    this.#spool = { id, content };
    await this.#options.journal?.started(id);
    const tail = this.#tail;
    this.#tail = [];
    for (const chunk of tail) await content.write(chunk);
  }

  async sync(): Promise<OutputState> {
    await this.#spool?.content.sync();
    return { length: this.#length, isSealed: this.#isSealed, detail: this.#detail() };
  }

  #detail(): OutputDetail {
    if (this.#spool !== undefined) return { id: this.#spool.id };
    return this.#tail.length === 0 ? {} : { tail: Buffer.concat(this.#tail).toString('base64') };
  }

  seal(): Promise<OutputState> {
    this.#isSealed = true;
    return this.sync();
  }

  async publish(): Promise<StoredObject> {
    this.#published ??= await this.#publish();
    return this.#published;
  }

  async #publish(): Promise<StoredObject> {
    const spool = this.#spool;
    if (spool === undefined) return this.#place.putWhole(Buffer.concat(this.#tail));
    this.#digests ??= await spool.content.finish();
    return this.#place.publishSpool(spool.id, spool.content.name, this.#digests);
  }

  async abort(): Promise<void> {
    if (this.#published !== undefined || this.#spool === undefined) return;
    const { id, content } = this.#spool;
    await content.discard();
    await this.#place.change(() => this.#place.index.forget(id));
  }

  async close(): Promise<void> {
    await this.#spool?.content.close();
  }
}
