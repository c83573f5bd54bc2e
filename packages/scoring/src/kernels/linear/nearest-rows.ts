import { NearestList, type NearestPoints } from './nearest-list.ts';
import { type Rows, squaredDistance } from './squared-distance.ts';
import { findCandidates } from './wasm/find-candidates.ts';

/** Told the nearest points of each row; the arrays are the visitor's to keep. */
export type VisitNearest = (row: number, nearest: NearestPoints) => void;

/** Below this many rows the float32 search does not pay for laying out the points. */
const MIN_ROWS = 8;

/** Up to this many neighbours are kept in order as they come; of more, all points are sorted. */
const FEW = 64;

/**
 * Finds the `count` nearest points of each row (all, if there are fewer) by squared Euclidean distance; the answer to a row
 * is the same alone and among others. Rows and points must be equally wide.
 *
 * Many rows take two looks: float32 distances, by a kernel, show which points can be among the nearest, whatever the
 * rounding did; only of those are exact distances taken.
 */
export function nearestRows(rows: Rows, points: Rows, count: number, visit: VisitNearest): void {
  const size = Math.min(count, points.rows);
  const isFew = size <= FEW && size * 4 <= points.rows;
  const visitCandidates = (row: number, places: readonly number[]) =>
    visit(
      row,
      places.length < size ? nearestOf(rows, row, points, size) : nearestAmong(places, rows, row, points, size),
    );
  if (rows.rows >= MIN_ROWS && isFew && size > 0 && findCandidates(rows, points, size, visitCandidates)) return;
  for (let row = 0; row < rows.rows; row++) visit(row, nearestOf(rows, row, points, size));
}

/** Looks at every point. */
function nearestOf(rows: Rows, row: number, points: Rows, size: number): NearestPoints {
  if (size > FEW) return sortAll(rows, row, points, size);
  const nearest = new NearestList(size);
  for (let place = 0; place < points.rows; place++)
    nearest.offer(place, squaredDistance(rows, row, points, place, nearest.limit));
  return nearest;
}

function nearestAmong(places: readonly number[], rows: Rows, row: number, points: Rows, size: number): NearestPoints {
  const nearest = new NearestList(size);
  for (const place of places) nearest.offer(place, squaredDistance(rows, row, points, place, nearest.limit));
  return nearest;
}

function sortAll(rows: Rows, row: number, points: Rows, size: number): NearestPoints {
  const squares = Float64Array.from({ length: points.rows }, (_none, place) =>
    squaredDistance(rows, row, points, place, Infinity),
  );
  const order = Int32Array.from(squares, (_square, place) => place);
  const places = order.sort((a, b) => squares[a] - squares[b] || a - b).slice(0, size);
  return { places, squares: Float64Array.from(places, (place) => squares[place]) };
}
