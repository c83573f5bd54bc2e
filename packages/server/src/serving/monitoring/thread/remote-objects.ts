import { Readable } from 'node:stream';
import type { FoundObject, GetOptions, ObjectPlace } from '../../../platform/storage/object-store.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { fromCrossingFault } from './crossing-fault.ts';
import type { ObjectAnswer, ObjectCall, ObjectCalls } from './thread-messages.ts';

/** The store of objects as a thread sees it: every call is made by the main thread, which has the store. */
export class RemoteObjects {
  readonly #post: (call: ObjectCall) => void;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #nextId = 0;

  constructor(post: (call: ObjectCall) => void) {
    this.#post = post;
  }

  take(answer: ObjectAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(fromCrossingFault(answer.error));
    else waiting?.resolve(answer.result);
  }

  readonly store: AnalysisContext['store'] = {
    headBucket: (bucket) => this.#call('headBucket', bucket),
    headObject: (place) => this.#call('headObject', place),
    listObjects: (bucket, options = {}) => this.#call('listObjects', bucket, options),
    readObject: async (place, maxBytes) => bufferOf(await this.#call('readObject', place, maxBytes)),
    putObject: (place, body, { contentType = '' } = {}) =>
      this.#call('putObject', place, body as Uint8Array, { contentType }),
    getObject: (place, options) => this.#get(place, options),
  };

  /** The range of an object is chosen here, by what the object turns out to be. */
  async #get(place: ObjectPlace, { range: choose, onlyIfEtag }: GetOptions = {}): Promise<FoundObject | undefined> {
    const head = choose === undefined ? undefined : await this.#call('headObject', place);
    const range = head === undefined ? undefined : choose?.(head);
    // What is replaced in between is another object, for which the range was not chosen.
    const options = { range, onlyIfEtag: onlyIfEtag ?? head?.etag };
    const found = await this.#call('openBody', place, options);
    return found && { object: found.object, body: Readable.from(this.#chunks(found.body), { objectMode: false }) };
  }

  async *#chunks(body: number): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = await this.#call('readBody', body);
        if (chunk === undefined) return;
        yield bufferOf(chunk);
      }
    } finally {
      await this.#call('closeBody', body);
    }
  }

  #call<K extends keyof ObjectCalls>(call: K, ...args: Parameters<ObjectCalls[K]>): ReturnType<ObjectCalls[K]> {
    const id = this.#nextId++;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#post({ id, call, args });
    return answer.promise as ReturnType<ObjectCalls[K]>;
  }
}

/** What crosses between threads is a plain array of bytes. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
