import type { NearestPoints } from '../../kernels/linear/nearest-list.ts';

/**
 * The nearest points so far as scikit-learn keeps them: a heap whose root is the farthest, which gives way to any nearer
 * point. Of points at equal distance, which one goes depends on where they stand in the heap.
 * Source: `heap_push` in `sklearn/utils/_heap.pyx` (before release 1.1, `NeighborsHeap` in `_binary_tree.pxi`).
 */
export class NeighborHeap {
  readonly #squares: Float64Array;
  readonly #places: Int32Array;

  constructor(size: number) {
    this.#squares = new Float64Array(size).fill(Infinity);
    this.#places = new Int32Array(size);
  }

  /** Nothing as far as this is taken any more. */
  get limit(): number {
    return this.#squares[0];
  }

  push(square: number, place: number): void {
    const squares = this.#squares;
    const places = this.#places;
    if (!(square < squares[0])) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      if (left >= squares.length) break;
      const farther = right < squares.length && squares[right] > squares[left] ? right : left;
      if (!(squares[farther] > square)) break;
      squares[at] = squares[farther];
      places[at] = places[farther];
      at = farther;
    }
    squares[at] = square;
    places[at] = place;
  }

  /** All of them, nearest first. */
  sorted(): NearestPoints {
    const squares = this.#squares;
    const order = Int32Array.from(squares.keys()).sort((a, b) => squares[a] - squares[b] || a - b);
    return { places: order.map((at) => this.#places[at]), squares: Float64Array.from(order, (at) => squares[at]) };
  }
}
