import { cells, layOut } from '../../wasm/layout.ts';
import { NearestList } from '../nearest-list.ts';
import type { Rows } from '../squared-distance.ts';
import { type LinearKernel, linearKernel, WORKSPACE } from './linear-kernel.ts';
import { GROUP_BYTES, QUAD } from './linear-module.ts';
import { packGroups, packQuads, roundToQuads } from './row-groups.ts';

/** Rows of a group in float32. */
const LANES = 8;

/** This many rows meet this many points at a time: their distances stay in the cache, and each chunk lowers the limits. */
const BLOCK_ROWS = 32;
const CHUNK_POINTS = 256;

/** Told the points that may be among the nearest of a row, in the order of their places. */
export type VisitCandidates = (row: number, places: readonly number[]) => void;

/** Where the parts stand in the memory. */
type CandidateRegions = ReturnType<typeof layOutCandidates>['regions'];

/**
 * For each row the points whose float32 distance allows that they are among the `size` nearest. Fewer than `size` where the
 * distances are no numbers. Gives false where there are no kernels for so much.
 */
export function findCandidates(rows: Rows, points: Rows, size: number, visit: VisitCandidates): boolean {
  const { columns } = rows;
  const { regions, end } = layOutCandidates(columns, points.rows);
  const kernel = linearKernel(end - WORKSPACE);
  if (kernel === undefined || columns === 0) return false;
  packQuads(points.values, points.rows, columns, kernel.floats, regions.points.start / 4);
  const largest = largestLength(points);
  const candidates = Array.from({ length: BLOCK_ROWS }, () => new Candidates(size, columns));
  for (let first = 0; first < rows.rows; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.rows - first);
    packGroups(
      rows.values,
      first * columns,
      { rows: count, columns, lanes: LANES },
      kernel.floats,
      regions.rows.start / 4,
    );
    for (let at = 0; at < count; at++) candidates[at].start(lengthOf(rows, first + at) + largest);
    for (let chunk = 0; chunk < points.rows; chunk += CHUNK_POINTS) {
      const chunkPoints = Math.min(CHUNK_POINTS, points.rows - chunk);
      measure(kernel, regions, Math.ceil(count / LANES), columns, chunk, chunkPoints);
      for (let at = 0; at < count; at += LANES) {
        const group = candidates.slice(at, Math.min(at + LANES, count));
        select(kernel, regions, regions.squares.start + at * CHUNK_POINTS * 4, group, chunk, chunkPoints);
      }
    }
    for (let at = 0; at < count; at++) visit(first + at, candidates[at].left());
  }
  return true;
}

function layOutCandidates(columns: number, pointCount: number) {
  const sizes = {
    // A block of rows in groups.
    rows: cells(BLOCK_ROWS, columns * 4, 4),
    // Float32 distances of a block from a chunk: group by group, point by point, row by row.
    squares: cells(BLOCK_ROWS * CHUNK_POINTS, 4),
    // Of one group.
    limits: cells(1, GROUP_BYTES, 4),
    // Where `select` leaves what it found: 16 bytes with the end of the list, then the list.
    found: cells(4 + CHUNK_POINTS, 4),
    points: cells(roundToQuads(pointCount), columns * 4, 4),
  };
  return layOut(sizes, WORKSPACE);
}

/** Distances of all groups of the block from the points of a chunk. */
function measure(
  kernel: LinearKernel,
  { rows, squares, points }: CandidateRegions,
  groups: number,
  columns: number,
  chunk: number,
  count: number,
): void {
  const groupBytes = columns * GROUP_BYTES;
  const rowsEnd = rows.start + groups * groupBytes;
  const quads = points.start + chunk * columns * 4;
  const quadsEnd = quads + roundToQuads(count) * columns * 4;
  const squareBytes = CHUNK_POINTS * GROUP_BYTES;
  const quadBytes = columns * QUAD * 4;
  kernel.distances32(rows.start, rowsEnd, groupBytes, quads, quadsEnd, quadBytes, squares.start, squareBytes, 0);
}

/** Offers to each row of a group the points of a chunk that are within its limit. */
function select(
  kernel: LinearKernel,
  { limits, found }: CandidateRegions,
  squares: number,
  group: readonly Candidates[],
  chunk: number,
  count: number,
): void {
  const { floats, integers } = kernel;
  group.forEach((candidates, lane) => {
    if (chunk === 0) candidates.estimate(floats, squares / 4 + lane, count);
    floats[limits.start / 4 + lane] = candidates.limit;
  });
  kernel.select(squares, squares + count * GROUP_BYTES, limits.start, found.start);
  const foundEnd = integers[found.start / 4] / 4;
  for (let at = found.start / 4 + 4; at < foundEnd; at++) {
    const address = integers[at];
    const place = chunk + (address - squares) / GROUP_BYTES;
    for (let lane = 0; lane < group.length; lane++) group[lane].add(place, floats[address / 4 + lane]);
  }
  for (const candidates of group) candidates.endChunk();
}

/** The points of one row of which the float32 distance allows that they are among the nearest. */
class Candidates {
  /** Float32 distances above it are out. */
  limit = Infinity;
  readonly #columns: number;
  #lengths = 0;
  readonly #smallest: NearestList;
  /** Whether the points of this chunk have been counted already. */
  #isEstimated = false;
  #places: number[] = [];
  #squares: number[] = [];

  constructor(size: number, columns: number) {
    this.#columns = columns;
    this.#smallest = new NearestList(size);
  }

  /** For a new row: its length plus that of the longest point. Rounding moves a cell by 2^-24 of itself. */
  start(lengths: number): void {
    this.limit = Infinity;
    this.#lengths = lengths;
    this.#smallest.clear();
    this.#places = [];
    this.#squares = [];
  }

  /** Looks through the first chunk for a limit to begin with. */
  estimate(floats: Float32Array, start: number, count: number): void {
    const smallest = this.#smallest;
    for (let place = 0, at = start, { limit } = smallest; place < count; place++, at += LANES) {
      if (!(floats[at] < limit)) continue;
      smallest.offer(place, floats[at]);
      limit = smallest.limit;
    }
    this.#isEstimated = true;
    this.#tighten();
  }

  add(place: number, square: number): void {
    if (!(square <= this.limit)) return;
    this.#places.push(place);
    this.#squares.push(square);
    if (!this.#isEstimated) this.#smallest.offer(place, square);
  }

  endChunk(): void {
    this.#isEstimated = false;
    this.#tighten();
  }

  /** Lowers the limit to what is known by now. */
  #tighten(): void {
    const limit = this.#bound(this.#smallest.limit);
    if (limit < this.limit) this.limit = limit;
  }

  /** Those that are within the final limit. */
  left(): readonly number[] {
    return this.#places.filter((_place, at) => this.#squares[at] <= this.limit);
  }

  /**
   * The k-th smallest float32 distance bounds the exact one of the k-th nearest point, and that bounds the float32 distance
   * of every point that is nearer. Each way a length is off by what rounding did to the cells (2^-24 of both lengths),
   * to the sum (2^-24 for each addition), and to numbers too small for float32; each with a margin of four.
   */
  #bound(square: number): number {
    const relative = 1 + (this.#columns + 8) * 2 ** -23;
    const absolute = this.#lengths * 2 ** -22 + this.#columns * 1e-20;
    const length = (Math.sqrt(square) * relative + absolute) * relative + absolute;
    return length * length;
  }
}

function lengthOf({ values, columns }: Rows, row: number): number {
  let sum = 0;
  for (let at = row * columns; at < (row + 1) * columns; at++) sum += values[at] * values[at];
  return Math.sqrt(sum);
}

function largestLength(points: Rows): number {
  let largest = 0;
  for (let place = 0; place < points.rows; place++) largest = Math.max(largest, lengthOf(points, place));
  return largest;
}
