import type { FoundObject, GetOptions, ObjectPlace, ObjectStore } from '../../../platform/storage/object-store.ts';
import { RoutedObjectStore, type StoreRoute } from '../../../platform/storage/routed-object-store.ts';
import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import type { InputObject } from '../../../serving/transform-job/records/input-objects.ts';

/** Stores that have of one object no more than its first bytes, which end with a line. */
export class CutStore extends RoutedObjectStore {
  readonly #cut: InputObject;
  readonly #end: number;

  constructor(own: ObjectStore, routes: readonly StoreRoute[], { object, end }: CutObject) {
    super(own, routes);
    this.#cut = object;
    this.#end = end;
  }

  override getObject(place: ObjectPlace, options: GetOptions = {}): Promise<FoundObject | undefined> {
    if (place.bucket !== this.#cut.bucket || place.key !== this.#cut.key) return super.getObject(place, options);
    const range = (found: StoredObject) => {
      const { first, last } = options.range?.(found) ?? { first: 0, last: found.size - 1 };
      return { first, last: Math.min(last, this.#end - 1) };
    };
    return super.getObject(place, { ...options, range });
  }
}

interface CutObject {
  readonly object: InputObject;
  /** The byte behind what there is of it. */
  readonly end: number;
}
