/**
 * The word that `word` may be a misspelling of: at most two letters added, left out, changed or swapped with a
 * neighbour (Damerau and Levenshtein's distance of neighbours) and at most a third of its letters, or the one that
 * continues where `word` ends, or the other way round. Undefined if none is near.
 */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const near = words
    .map((known) => ({ known, distance: distanceOf(word, known) }))
    .filter(({ known, distance }) => distance <= Math.min(2, Math.floor(known.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0]?.known;
  return near ?? words.find((known) => known.startsWith(`${word}_`) || word.startsWith(`${known}_`));
}

/** Words that differ by more than a few letters in length cannot be near: they are not compared. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let at = 1; at <= b.length; at++) next.push(cellOf({ a, b, row, at, last, beforeLast, left: next }));
    beforeLast = last;
    last = next;
  }
  return last[b.length] ?? Infinity;
}

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly row: number;
  readonly at: number;
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
  readonly left: readonly number[];
}

function cellOf({ a, b, row, at, last, beforeLast, left }: Cell): number {
  const above = last.at(at) ?? 0;
  const diagonal = last.at(at - 1) ?? 0;
  const before = left.at(at - 1) ?? 0;
  const isEqual = a[row - 1] === b[at - 1];
  const plain = Math.min(above + 1, before + 1, diagonal + (isEqual ? 0 : 1));
  const isSwapped = row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
  return isSwapped ? Math.min(plain, (beforeLast[at - 2] ?? Infinity) + 1) : plain;
}
