import type { SparseCells } from '../../frame/sparse-cells.ts';
import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { type DoubleTrees, walkDoubleTree } from './double-trees.ts';
import { BLOCK_ROWS, DoubleKernel } from './wasm/double-kernel.ts';

/** Fewer rows than this are walked one by one, several trees at a time; more, several rows at a time. */
const FEW_ROWS = 5;

/** Fewer nodes are not worth a memory of their own. */
const MIN_NODES = 256;

/** The leaves that `count` rows reach in one tree, from row `first` on: `leaves[start .. start + count)`. */
export interface ReachedLeaves {
  readonly tree: number;
  readonly first: number;
  readonly count: number;
  readonly leaves: Int32Array;
  readonly start: number;
}

/** Gets the leaves of one tree after the other; what it gets is the same object each time, and holds during the call alone. */
export type VisitLeaves = (reached: ReachedLeaves) => void;

/** Rows of doubles, row-major, NaN where missing. */
export interface DoubleRows {
  readonly values: ArrayLike<number>;
  readonly rowCount: number;
  readonly columnCount: number;
  /** The cells instead of `values`, where most of them are zeros that are not written. */
  readonly sparse?: SparseCells;
}

/**
 * Turns the cell of a column into the one that is compared. Calls for one column should all be the same: it is asked for each
 * row.
 */
export type PrepareCell = (value: number, slot: number) => number;

export interface DoubleWalkerOptions {
  /** Leaves the fast kernel out, as few nodes do by themselves; the answers are the same. */
  readonly isPlain?: boolean;
  /** The column that a feature of the trees is found in; the same number if absent. */
  readonly columnOf?: (feature: number) => number;
}

/** Finds the leaves of rows in trees that compare doubles. */
export class DoubleWalker {
  readonly #trees: DoubleTrees;
  /** Features that the trees look at, ascending: those of the slots that `prepare` gets. */
  readonly features: Int32Array;
  /** The column of each. */
  readonly #columns: Int32Array;
  /** The trees with slots for columns. */
  readonly #slotted: DoubleTrees;
  readonly #isPlain: boolean;
  #kernel: DoubleKernel | undefined;
  #block: Float64Array | undefined;
  /** The slots of each column, where they were asked for. */
  #slotsOf: ReadonlyMap<number, readonly number[]> | undefined;

  /**
   * Throws `bad_model` for a numeric split at NaN, and for a node that is the child of two: laid out as trees, such nodes
   * would never end.
   */
  constructor(trees: DoubleTrees, { isPlain, columnOf }: DoubleWalkerOptions = {}) {
    assertTrees(trees);
    this.#trees = trees;
    this.#isPlain = isPlain ?? trees.features.length < MIN_NODES;
    this.features = Int32Array.from(new Set(trees.features.filter((feature) => feature >= 0))).sort();
    this.#columns = columnOf === undefined ? this.features : this.features.map(columnOf);
    const slotOf = new Map(Array.from(this.features, (feature, slot) => [feature, slot]));
    const slots = trees.features.map((feature) => (feature < 0 ? -1 : defined(slotOf.get(feature))));
    this.#slotted = { ...trees, features: slots };
  }

  /** Block by block of rows, within a block tree by tree in order. Columns that a row lacks are missing. */
  walk(rows: DoubleRows, visit: VisitLeaves, prepare?: PrepareCell): void {
    const treeCount = this.#trees.roots.length;
    const block = (this.#block ??= this.#open());
    const isFew = rows.rowCount < FEW_ROWS;
    const step = isFew ? 1 : BLOCK_ROWS;
    const plain = this.#kernel === undefined ? new Int32Array(treeCount * step) : undefined;
    for (let first = 0; first < rows.rowCount; first += step) {
      const count = Math.min(step, rows.rowCount - first);
      const hasMissing =
        rows.sparse === undefined
          ? this.#fill(block, rows, first, count, prepare)
          : this.#fillSparse(block, rows.sparse, { first, count, prepare });
      if (plain !== undefined) this.#walkPlain(block, count, step, plain);
      else if (isFew) this.#kernel?.walkRow(hasMissing);
      else this.#kernel?.walkRows(count, hasMissing);
      const leaves = plain ?? (this.#kernel as DoubleKernel).leaves;
      const width = isFew ? 1 : plain === undefined ? Math.ceil(count / 8) * 8 : step;
      const reached = { tree: 0, first, count, leaves, start: 0 };
      for (; reached.tree < treeCount; reached.tree++, reached.start += width) visit(reached);
    }
  }

  /** A model may hold thousands of forests of which few are ever walked: memory is taken at the first walk. */
  #open(): Float64Array {
    const slotCount = this.#columns.length;
    if (!this.#isPlain) this.#kernel = DoubleKernel.create(this.#trees, this.#slotted.features, slotCount);
    return this.#kernel?.rows ?? new Float64Array(slotCount * BLOCK_ROWS);
  }

  #walkPlain(block: Float64Array, count: number, step: number, leaves: Int32Array): void {
    this.#trees.roots.forEach((root, tree) => {
      for (let row = 0; row < count; row++)
        leaves[tree * step + row] = walkDoubleTree(this.#slotted, root, block, row * this.#columns.length);
    });
  }

  /** Copies the columns of some rows; true if any cell is missing. */
  #fillSparse(
    block: Float64Array,
    { starts, columns, values }: SparseCells,
    { first, count, prepare = (value) => value }: { first: number; count: number; prepare: PrepareCell | undefined },
  ): boolean {
    const width = this.#columns.length;
    this.#slotsOf ??= slotsByColumn(this.#columns);
    const zeros = Float64Array.from({ length: width }, (_none, slot) => prepare(0, slot));
    let hasMissing = zeros.some(Number.isNaN);
    for (let row = 0; row < count; row++) {
      block.set(zeros, row * width);
      for (let at = starts[first + row]; at < starts[first + row + 1]; at++) {
        for (const slot of this.#slotsOf.get(columns[at]) ?? []) {
          const value = prepare(values[at], slot);
          if (value !== value) hasMissing = true;
          block[row * width + slot] = value;
        }
      }
    }
    return hasMissing;
  }

  #fill(
    block: Float64Array,
    { values, columnCount }: DoubleRows,
    first: number,
    count: number,
    prepare?: PrepareCell,
  ): boolean {
    const columns = this.#columns;
    let hasMissing = false;
    let at = 0;
    for (let row = first; row < first + count; row++) {
      const start = row * columnCount;
      for (let slot = 0; slot < columns.length; slot++) {
        const column = columns[slot];
        const given = column < columnCount ? values[start + column] : Number.NaN;
        const value = prepare === undefined ? given : prepare(given, slot);
        if (value !== value) hasMissing = true;
        block[at++] = value;
      }
    }
    return hasMissing;
  }
}

function assertTrees({ features, thresholds, lefts, rights, roots, categories }: DoubleTrees): void {
  const isReached = new Uint8Array(features.length);
  const reach = (node: number) => {
    if (isReached[node] === 1)
      throw new ScoringError('bad_model', `The nodes of the model are no tree: node ${node} is reached in two ways.`);
    isReached[node] = 1;
  };
  roots.forEach(reach);
  for (let node = 0; node < features.length; node++) {
    if (features[node] < 0) continue;
    if (Number.isNaN(thresholds[node]) && !(categories !== undefined && categories.starts[node] >= 0))
      throw new ScoringError('bad_model', `The model splits at NaN, in node ${node}.`);
    reach(lefts[node]);
    reach(rights[node]);
  }
}

/** A column may have several slots, each prepared in another way. */
function slotsByColumn(columns: Int32Array): Map<number, number[]> {
  const slots = new Map<number, number[]>();
  columns.forEach((column, slot) => slots.set(column, [...(slots.get(column) ?? []), slot]));
  return slots;
}
