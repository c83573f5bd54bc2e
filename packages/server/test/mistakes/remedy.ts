import type { Place } from './place.ts';

/** What the page advises against a mistake, done: it works. */
export interface Remedy {
  /** Of the mistake, as the page has it. */
  readonly done: string;
  /** Words of what is said that this follows; they stand on the page. */
  readonly words: string;
  /** Rejects where the advice does not help. */
  readonly follow: (place: Place) => Promise<unknown>;
}
