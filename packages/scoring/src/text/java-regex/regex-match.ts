/** Where a match and its groups begin and end; groups count from 1. */
export type RegexMatch = readonly [
  start: number,
  end: number,
  groups: readonly (readonly [number, number] | undefined)[],
];

/** Searches one text; each search begins where the one before ended, or after it. */
export interface RegexSearch {
  /** The match that begins here, if there is one. */
  matchAt(at: number): RegexMatch | undefined;
}
