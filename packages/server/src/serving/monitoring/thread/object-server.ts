import type { Readable } from 'node:stream';
import { present } from '@catenary/scoring/internal/values';
import type { ObjectPlace, ObjectStore } from '../../../platform/storage/object-store.ts';
import { toCrossingFault } from './crossing-fault.ts';
import type { BodyOptions, ObjectAnswer, ObjectCall, ObjectCalls, OpenBody } from './thread-messages.ts';

interface Body {
  readonly stream: Readable;
  readonly chunks: AsyncIterator<Uint8Array>;
}

/** Makes the calls of a thread to the store of objects. */
export class ObjectServer {
  readonly #bodies = new Map<number, Body>();
  readonly #calls: ObjectCalls;
  #nextBody = 0;

  constructor(objects: ObjectStore) {
    this.#calls = {
      headBucket: (bucket) => objects.headBucket(bucket),
      headObject: (place) => objects.headObject(place),
      listObjects: (bucket, options) => objects.listObjects(bucket, options),
      readObject: async (place, maxBytes) => new Uint8Array(await objects.readObject(place, maxBytes)),
      putObject: (place, body, options) => objects.putObject(place, body, options),
      openBody: (place, options) => this.#open(objects, place, options),
      readBody: (body) => this.#read(body),
      closeBody: (body) => this.#close(body),
    };
  }

  /** Never rejects. */
  async answer({ id, call, args }: ObjectCall): Promise<ObjectAnswer> {
    try {
      const result: unknown = await Reflect.apply(this.#calls[call], undefined, args);
      return { id, result };
    } catch (error) {
      return { id, error: toCrossingFault(error) };
    }
  }

  /** Ends what a thread that has ended was reading. */
  close(): void {
    for (const { stream } of this.#bodies.values()) stream.destroy();
    this.#bodies.clear();
  }

  async #open(
    objects: ObjectStore,
    place: ObjectPlace,
    { range, onlyIfEtag }: BodyOptions,
  ): Promise<OpenBody | undefined> {
    const chosen = range === undefined ? undefined : () => range;
    const found = await objects.getObject(place, present({ range: chosen, onlyIfEtag }));
    if (found === undefined) return undefined;
    const body = this.#nextBody++;
    const chunks = found.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    this.#bodies.set(body, { stream: found.body, chunks });
    return { object: found.object, body };
  }

  async #read(body: number): Promise<Uint8Array | undefined> {
    const next = await this.#bodies.get(body)?.chunks.next();
    // A copy: the memory of a chunk may be shared, and all of it would cross.
    return next === undefined || next.done === true ? undefined : new Uint8Array(next.value);
  }

  #close(body: number): Promise<void> {
    this.#bodies.get(body)?.stream.destroy();
    this.#bodies.delete(body);
    return Promise.resolve();
  }
}
