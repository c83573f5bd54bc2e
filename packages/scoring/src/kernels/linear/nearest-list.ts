/** The nearest points of one row, nearest first, of equals the first first. */
export interface NearestPoints {
  readonly places: Int32Array;
  /** Whatever was compared: squared distances, say. */
  readonly squares: Float64Array;
}

/** The smallest so far, in order. Points must be offered in the order of their places. */
export class NearestList implements NearestPoints {
  readonly places: Int32Array;
  readonly squares: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.places = new Int32Array(size);
    this.squares = new Float64Array(size).fill(Infinity);
  }

  /** Nothing above it is among the nearest. */
  get limit(): number {
    return this.squares[this.squares.length - 1];
  }

  offer(place: number, square: number): void {
    const { places, squares } = this;
    const last = squares.length - 1;
    if (this.#count > last && !(square < squares[last])) return;
    let at = Math.min(this.#count++, last);
    for (; at > 0 && squares[at - 1] > square; at--) {
      squares[at] = squares[at - 1];
      places[at] = places[at - 1];
    }
    squares[at] = square;
    places[at] = place;
  }

  /** Empty again. */
  clear(): void {
    this.#count = 0;
    this.squares.fill(Infinity);
  }
}
