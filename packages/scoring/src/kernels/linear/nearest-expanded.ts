import type { SparseCells } from '../../frame/sparse-cells.ts';
import { squaredLengths } from './expand-squares.ts';
import { NearestList, type NearestPoints } from './nearest-list.ts';
import type { Rows } from './squared-distance.ts';
import { findCandidates } from './wasm/find-candidates.ts';

/** Up to this many neighbours are kept in order as they come. */
const MAX_COUNT = 64;

/** Rows without their zeros and with all cells. */
export interface BothRows {
  readonly stored: SparseCells;
  readonly all: Rows;
}

/** Fitted points with all cells, and the squares of their lengths. */
export interface MeasuredPoints {
  readonly all: Rows;
  readonly lengths: Float64Array;
}

/**
 * The `count` nearest points of each row, nearest first, of equals the first, by the squares that `SparsePoints.expandedSquares`
 * gives, to the last bit: only of points that float32 distances allow are they taken, so rows must be narrow. Gives false where
 * that does not pay.
 */
export function nearestExpanded(
  { stored, all }: BothRows,
  points: MeasuredPoints,
  { count, visit }: { readonly count: number; readonly visit: (row: number, nearest: NearestPoints) => void },
): boolean {
  const { rows, columns } = points.all;
  if (count > MAX_COUNT || count * 4 > rows) return false;
  const lengths = squaredLengths(stored);
  const nearest = new NearestList(count);
  const square = (row: number, place: number) => {
    let product = 0;
    for (let at = stored.starts[row]; at < stored.starts[row + 1]; at++)
      product += stored.values[at] * points.all.values[place * columns + stored.columns[at]];
    return Math.max(0, -2 * product + lengths[row] + points.lengths[place]);
  };
  return findCandidates(all, points.all, count, (row, places) => {
    nearest.clear();
    const isUnknown = places.length < count;
    const size = isUnknown ? rows : places.length;
    for (let at = 0; at < size; at++) {
      const place = isUnknown ? at : places[at];
      nearest.offer(place, square(row, place));
    }
    visit(row, { places: nearest.places.slice(), squares: nearest.squares.slice() });
  });
}
