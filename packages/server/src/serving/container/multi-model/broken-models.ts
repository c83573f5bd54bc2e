import type { LoadFailure } from './load-failure.ts';

/** Most models that are remembered; the one remembered first is forgotten first. */
const maxCount = 1000;

/** Archives that cannot be loaded: they are not fetched again before they have been replaced. */
export class BrokenModels {
  readonly #broken = new Map<string, { readonly etag: string; readonly failure: LoadFailure }>();

  /** Throws what this archive failed with before. */
  check(name: string, etag: string): void {
    const known = this.#broken.get(name);
    if (known?.etag === etag) throw known.failure;
  }

  remember(name: string, etag: string, failure: LoadFailure): void {
    this.#broken.delete(name);
    this.#broken.set(name, { etag, failure });
    const [first] = this.#broken.keys();
    if (this.#broken.size > maxCount && first !== undefined) this.#broken.delete(first);
  }
}
