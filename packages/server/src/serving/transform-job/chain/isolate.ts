/** What became of the records `from` (inclusive) to `to` (exclusive) of a group. */
export type Piece<A> = { readonly from: number; readonly to: number } & (
  | { readonly answer: A }
  | { readonly refusal: Refusal }
);

export interface Refusal {
  readonly error: Error;
  /** Which of the records it was, counted within those tried, if it is known. */
  readonly row?: number;
  /** Whether the group stays refused although each of its parts, tried by itself, was not. */
  readonly concernsGroup: boolean;
}

export type Attempt<A> = (from: number, to: number, isFirst: boolean) => Promise<{ answer: A } | { refusal: Refusal }>;

/**
 * Tries a group of records at once, and of one that is refused smaller groups, until those that are refused alone stand
 * alone. With k bad records among n it takes about k log n attempts. `stopAtFirst` looks for the first bad one only: the
 * records behind it are in no piece.
 */
export async function isolate<A>(count: number, attempt: Attempt<A>, stopAtFirst: boolean): Promise<Piece<A>[]> {
  const pieces: Piece<A>[] = [];
  const isRefused = (piece: Piece<A>) => 'refusal' in piece;
  const visit = async (from: number, to: number): Promise<void> => {
    const outcome = await attempt(from, to, from === 0 && to === count);
    if ('answer' in outcome || to - from === 1) {
      pieces.push({ from, to, ...outcome });
      return;
    }
    const before = pieces.length;
    for (const [start, end] of partsOf(from, to, outcome.refusal.row)) {
      if (stopAtFirst && pieces.some(isRefused)) return;
      await visit(start, end);
    }
    if (!outcome.refusal.concernsGroup || pieces.slice(before).some(isRefused)) return;
    pieces.splice(before, pieces.length, { from, to, ...outcome });
  };
  await visit(0, count);
  return pieces;
}

/** Two halves; around a record that is known to be bad: what is before it, itself, and two halves of what is behind it. */
function partsOf(from: number, to: number, row: number | undefined): [number, number][] {
  const bad = row === undefined || row >= to - from ? undefined : from + row;
  const rest = bad === undefined ? from : bad + 1;
  const middle = (rest + to) >>> 1;
  const parts: [number, number][] =
    bad === undefined
      ? []
      : [
          [from, bad],
          [bad, rest],
        ];
  parts.push([rest, middle], [middle, to]);
  return parts.filter(([start, end]) => end > start);
}
