/** Version of the library whose behaviour is asked for: `[major, minor]`. */
export type LibraryVersion = readonly [number, number];

/** How an objective leads from base score to margin, and from margins to predictions. All in float32. */
export interface Objective {
  /** A base score in output space as a margin; `before` is the base score of the output before, if there is one. */
  link(baseScore: number, version: LibraryVersion, before: number | undefined): number;
  /**
   * Turns `margins` (row-major, `outputCount` a row) into predictions. May write into its argument. The result holds one
   * number a row if `isOneColumn`, else `outputCount`.
   */
  transform(margins: Float32Array, outputCount: number, version: LibraryVersion): Float32Array;
  /** The prediction is one number a row, however many sums a row has. */
  readonly isOneColumn?: boolean;
}

/** Whether `version` is `major.minor` or later. */
export function isAtLeast(version: LibraryVersion, major: number, minor: number): boolean {
  return version[0] > major || (version[0] === major && version[1] >= minor);
}
