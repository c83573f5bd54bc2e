import type { Place } from './place.ts';

/** Something that a user may do, and what is seen then: a row of docs/what-you-may-see.md. */
export interface Mistake {
  /** What was done, in Markdown. */
  readonly done: string;
  /** What provoking it takes that this machine does not have. */
  readonly lacks?: string | undefined;
  /** Files and folders that lie in the user's folder afterwards as well. Any other was left behind. */
  readonly own?: readonly string[];
  /** Does it, on a server or a command as users have them; resolves with all that was said. */
  readonly provoke: (place: Place) => Promise<string>;
}

/** Mistakes of one kind: a section of the page. */
export interface MistakeGroup {
  readonly title: string;
  readonly mistakes: readonly Mistake[];
}
