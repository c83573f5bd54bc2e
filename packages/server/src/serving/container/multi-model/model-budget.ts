/** What may be held at once by all multi-model containers of a server. */
export interface BudgetLimits {
  readonly maxModels: number;
  /** Bytes of the models' files, unpacked. */
  readonly maxBytes: number;
}

/** A model that can be unloaded to make room. */
export interface Evictable {
  unload(): void;
}

/**
 * Room for loaded models. A load evicts the models that were not used for the longest time, whichever
 * container they belong to; one that is answering requests finishes them first.
 */
export class ModelBudget {
  readonly limits: BudgetLimits;
  /** Bytes of each model held, in the order of their last use. */
  readonly #held = new Map<Evictable, number>();
  #bytes = 0;

  constructor(limits: BudgetLimits) {
    this.limits = limits;
  }

  /** Takes room before the model is loaded. False if it would not fit if it were alone. */
  admit(model: Evictable, bytes: number): boolean {
    if (bytes > this.limits.maxBytes) return false;
    this.#held.set(model, bytes);
    this.#bytes += bytes;
    this.#makeRoomFor(model);
    return true;
  }

  /** The model turned out to take more; it is not refused for that any more. */
  grow(model: Evictable, bytes: number): void {
    const before = this.#held.get(model);
    if (before === undefined || bytes === 0) return;
    this.#held.set(model, before + bytes);
    this.#bytes += bytes;
    this.#makeRoomFor(model);
  }

  #makeRoomFor(model: Evictable): void {
    for (const other of this.#held.keys()) {
      if (this.#held.size <= this.limits.maxModels && this.#bytes <= this.limits.maxBytes) break;
      if (other !== model) other.unload();
    }
  }

  /** The model was used just now. */
  touch(model: Evictable): void {
    const bytes = this.#held.get(model);
    if (bytes === undefined || this.#held.size === 1) return;
    this.#held.delete(model);
    this.#held.set(model, bytes);
  }

  /** Of these models the one that was not used for the longest time. */
  leastUsed<T extends Evictable>(models: ReadonlySet<T>): T | undefined {
    for (const model of this.#held.keys()) if (models.has(model as T)) return model as T;
    return undefined;
  }

  /** Gives the model's room back, if it has any. */
  release(model: Evictable): void {
    this.#bytes -= this.#held.get(model) ?? 0;
    this.#held.delete(model);
  }
}
