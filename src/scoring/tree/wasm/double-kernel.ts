import { webAssembly } from '../../math/wasm/web-assembly.ts';
import type { DoubleTrees } from '../double-trees.ts';
import { type DoubleWalkKind, doubleWalkModule, doubleWalkName, NODE_BYTES } from './double-walk-module.ts';
import { LANES } from './lanes.ts';

/** Rows that are walked together: their cells stay in the first-level cache. A multiple of LANES. */
export const BLOCK_ROWS = 64;

/** Trees beyond this many bytes are walked plainly. */
const MAX_BYTES = 2 ** 31;

const PAGE_BYTES = 65_536;

type WalkRows = (
  roots: number,
  rootsEnd: number,
  rows: number,
  rowsEnd: number,
  rowBytes: number,
  target: number,
  numbers: number,
  sets: number,
) => void;
type WalkTrees = (roots: number, rootsEnd: number, row: number, target: number, numbers: number, sets: number) => void;

/** Modules of trees with categories and without. */
const compiled = new Map<boolean, object>();

/** Trees that compare doubles, laid out in a WebAssembly memory of their own. */
export class DoubleKernel {
  /** Fill in rows here (row-major, a slot each), then call `walkRows` or `walkRow`. */
  readonly rows: Float64Array;
  /** Numbers of the leaves: tree by tree, and within a tree row by row, `BLOCK_ROWS` or one of them. */
  readonly leaves: Int32Array;
  readonly #layout: Layout;
  readonly #hasCategories: boolean;
  readonly #functions: Readonly<Record<string, WalkRows | WalkTrees>>;

  /** `slots[node]` is the place of the node's column in a row. Undefined without WebAssembly, trees, or room for them. */
  static create(trees: DoubleTrees, slots: Int32Array, slotCount: number): DoubleKernel | undefined {
    if (webAssembly === undefined || trees.roots.length === 0) return undefined;
    const layout = layOut(trees, slotCount);
    if (layout.end > MAX_BYTES) return undefined;
    try {
      return new DoubleKernel(trees, layout, slots);
    } catch (error) {
      // The engine has no addresses left for another memory.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private constructor(trees: DoubleTrees, layout: Layout, slots: Int32Array) {
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    const memory = new wasm.Memory({ initial: Math.ceil(layout.end / PAGE_BYTES) });
    const hasCategories = trees.categories !== undefined;
    const module = compiled.get(hasCategories) ?? new wasm.Module(doubleWalkModule(hasCategories));
    compiled.set(hasCategories, module);
    const { exports } = new wasm.Instance(module, { kernel: { memory } });
    this.#functions = exports as Record<string, WalkRows | WalkTrees>;
    this.#layout = layout;
    this.#hasCategories = hasCategories;
    this.rows = new Float64Array(memory.buffer, layout.rows, (layout.rowBytes / 8) * BLOCK_ROWS);
    this.leaves = new Int32Array(memory.buffer, layout.leaves, layout.treeCount * BLOCK_ROWS);
    writeNodes(memory.buffer, trees, layout, slots);
  }

  /** All trees for the first `rowCount` rows; what stands behind the leaves of those is without meaning. */
  walkRows(rowCount: number, hasMissing: boolean): void {
    const { roots, treeCount, rows, rowBytes, leaves, numbers, sets } = this.#layout;
    const walk = this.#functions[doubleWalkName('rows', this.#kind(hasMissing))];
    const rowsEnd = rows + roundUp(rowCount) * rowBytes;
    walk(roots, roots + treeCount * 4, rows, rowsEnd, rowBytes, leaves, numbers, sets);
  }

  /** All trees for the first row: quicker than `walkRows` where rows come alone. */
  walkRow(hasMissing: boolean): void {
    const { roots, treeCount, rows, leaves, numbers, sets } = this.#layout;
    const walk = this.#functions[doubleWalkName('trees', this.#kind(hasMissing))] as WalkTrees;
    walk(roots, roots + roundUp(treeCount) * 4, rows, leaves, numbers, sets);
  }

  #kind(hasMissing: boolean): DoubleWalkKind {
    return { hasMissing, hasCategories: this.#hasCategories };
  }
}

/** Byte addresses of the parts. Nodes begin at 0. */
interface Layout {
  readonly treeCount: number;
  /** Number of each node. */
  readonly numbers: number;
  /** For each node the address of its set of categories; the sets. */
  readonly sets: number;
  readonly categories: number;
  readonly roots: number;
  readonly leaves: number;
  readonly rows: number;
  readonly rowBytes: number;
  readonly end: number;
}

function layOut({ roots, features, categories }: DoubleTrees, slotCount: number): Layout {
  const nodeCount = features.length;
  const treeCount = roots.length;
  const rowBytes = 8 * Math.max(1, slotCount);
  const numbers = nodeCount * NODE_BYTES;
  const sets = numbers + nodeCount * 4;
  const setStart = sets + (categories === undefined ? 0 : nodeCount * 4);
  const setWords = categories?.sizes.reduce((sum, size) => sum + size + 2, 2) ?? 0;
  const rootStart = setStart + setWords * 4;
  const leaves = rootStart + roundUp(treeCount) * 4;
  const rows = Math.ceil((leaves + roundUp(treeCount) * BLOCK_ROWS * 4) / 8) * 8;
  const end = rows + rowBytes * BLOCK_ROWS;
  return { treeCount, numbers, sets, categories: setStart, roots: rootStart, leaves, rows, rowBytes, end };
}

/** Trees are written breadth-first, siblings side by side. */
function writeNodes(buffer: ArrayBuffer, trees: DoubleTrees, layout: Layout, slots: Int32Array): void {
  const words = new Int32Array(buffer);
  const thresholds = new Float64Array(buffer, 0, trees.features.length * 2);
  const { roots, features, lefts, rights, missingLeft, categories } = trees;
  const writeSet = categories === undefined ? undefined : setWriter(words, trees, layout);
  let start = 0;
  roots.forEach((root, tree) => {
    words[layout.roots / 4 + tree] = start * NODE_BYTES;
    const order = [root];
    for (let at = 0; at < order.length; at++) {
      const from = order[at];
      const to = start + at;
      const isLeaf = features[from] < 0;
      const isCategorical = !isLeaf && categories !== undefined && categories.starts[from] >= 0;
      const isMissingLeft = missingLeft !== undefined && missingLeft[from] === 1;
      // The children of a split by category are swapped: those in its set go to the second.
      const isMissingSecond = !isLeaf && isMissingLeft === isCategorical;
      thresholds[to * 2] = isLeaf || isCategorical ? Number.NaN : trees.thresholds[from];
      words[to * 4 + 2] = isLeaf ? 0 : slots[from] * 8;
      words[to * 4 + 3] = (isLeaf ? to : start + order.length) * NODE_BYTES + Number(isMissingSecond);
      words[layout.numbers / 4 + to] = from;
      writeSet?.(to, isCategorical ? from : -1);
      if (isCategorical) order.push(rights[from], lefts[from]);
      else if (!isLeaf) order.push(lefts[from], rights[from]);
    }
    start += order.length;
  });
}

/** Gives node `to` the set of node `from`, or the empty one. */
function setWriter(words: Int32Array, trees: DoubleTrees, layout: Layout): (to: number, from: number) => void {
  const { starts, sizes, bits } = trees.categories as NonNullable<DoubleTrees['categories']>;
  // The empty set: no words, and the word of zeros.
  let next = layout.categories / 4 + 2;
  return (to, from) => {
    if (from < 0) {
      words[layout.sets / 4 + to] = layout.categories;
      return;
    }
    words[layout.sets / 4 + to] = next * 4;
    words[next] = sizes[from];
    words.set(bits.subarray(starts[from], starts[from] + sizes[from]), next + 1);
    next += sizes[from] + 2;
  };
}

function roundUp(count: number): number {
  return Math.ceil(count / LANES) * LANES;
}
