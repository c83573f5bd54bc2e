import { sparseOf } from '../frame/sparse-cells.ts';
import { SparsePoints } from '../kernels/linear/sparse-points.ts';
import { defined } from '../util/defined.ts';
import type { Coefficients } from './coefficients.ts';
import { type CsrMatrix, canWriteOut, writtenOut } from './csr-matrix.ts';

/** If more of the cells are not zero, a look at all of them is quicker. */
const FEW = 1 / 8;

/** Rows that an estimator was fitted on and compares others with: with all cells, and without zeros. */
export class FittedPoints {
  readonly rows: number;
  readonly columns: number;
  /** Set if they are a sparse matrix in the file: scikit-learn then takes distances in another way. */
  readonly #sparse: CsrMatrix | undefined;
  #matrix: Coefficients | undefined;
  #hasFewCells: boolean | undefined;
  #stored: SparsePoints | undefined;

  constructor(points: Coefficients | CsrMatrix) {
    this.rows = points.rows;
    this.columns = points.columns;
    if ('cells' in points) this.#sparse = points;
    else this.#matrix = points;
  }

  get isSparse(): boolean {
    return this.#sparse !== undefined;
  }

  /** With all cells. Throws `bad_model` if they are too many. */
  get matrix(): Coefficients {
    this.#matrix ??= writtenOut(defined(this.#sparse));
    return this.#matrix;
  }

  /** Whether a look at the cells that are not zero is quicker, or the only one that there is room for. */
  get hasFewCells(): boolean {
    this.#hasFewCells ??= this.#count() <= FEW * this.rows * this.columns || !this.#fits();
    return this.#hasFewCells;
  }

  /** Without zeros. */
  get stored(): SparsePoints {
    this.#stored ??= new SparsePoints(this.#sparse?.cells ?? sparseOf(this.matrix), this.columns);
    return this.#stored;
  }

  #fits(): boolean {
    return this.#sparse === undefined || canWriteOut(this.#sparse);
  }

  #count(): number {
    if (this.#sparse !== undefined) return this.#sparse.cells.values.length;
    return this.matrix.values.reduce((count, value) => (value === 0 ? count : count + 1), 0);
  }
}
