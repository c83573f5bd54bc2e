/** How many objects of a chain instance may be under way at once, and how many of them may be large. */
export interface LaneCounts {
  readonly all: number;
  readonly large: number;
}
