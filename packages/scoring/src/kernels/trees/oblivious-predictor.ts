import type { MissingCell, ObliviousTrees } from './oblivious-trees.ts';
import { ObliviousKernel } from './wasm/oblivious-kernel.ts';

/** Rows of any numbers, row-major. */
interface Rows {
  readonly values: Float32Array | Float64Array;
  readonly rowCount: number;
  readonly columnCount: number;
}

/** Sums symmetric trees over rows, in doubles, tree by tree in their order. */
export class ObliviousPredictor {
  readonly #trees: ObliviousTrees;
  readonly #missing: MissingCell;
  readonly #kernel: ObliviousKernel | undefined;

  /** `isPlain` leaves the fast kernel out; the answers are the same. */
  constructor(trees: ObliviousTrees, missing: MissingCell, isPlain = false) {
    this.#trees = trees;
    this.#missing = missing;
    this.#kernel = isPlain ? undefined : ObliviousKernel.create(trees, missing);
  }

  /** Row-major sums, `rowCount * outputCount`. */
  sum(rows: Rows): Float64Array {
    const sums = new Float64Array(rows.rowCount * this.#trees.outputCount);
    if (this.#kernel === undefined) this.#sumPlain(rows, sums);
    else this.#kernel.sum(rows, sums);
    return sums;
  }

  #sumPlain({ values, rowCount, columnCount }: Rows, sums: Float64Array): void {
    const { starts, columns, borders, leafValues, outputCount } = this.#trees;
    for (let row = 0; row < rowCount; row++) {
      let first = 0;
      for (let tree = 0; tree + 1 < starts.length; tree++) {
        let leaf = 0;
        for (let split = starts[tree]; split < starts[tree + 1]; split++) {
          const value = Math.fround(values[row * columnCount + columns[split]]);
          const cell = value !== value ? this.#missing(columns[split]) : value;
          if (cell > borders[split]) leaf |= 1 << (split - starts[tree]);
        }
        for (let output = 0; output < outputCount; output++)
          sums[row * outputCount + output] += leafValues[first + leaf * outputCount + output];
        first += outputCount << (starts[tree + 1] - starts[tree]);
      }
    }
  }
}
