import type { CategorySplits, TreeEnsemble } from '../tree-ensemble.ts';
import { LANES } from './lanes.ts';
import { NODE_BYTES, TREE_BYTES, type WalkKind, walkModule, walkName } from './walk-module.ts';
import { webAssembly } from '../../math/wasm/web-assembly.ts';

/** Rows that are walked together: their values stay in the first-level cache. A multiple of LANES. */
export const BLOCK_ROWS = 64;

/** Ensembles beyond this many bytes are walked plainly; WebAssembly could address 4 GiB. */
const MAX_BYTES = 2 ** 31;

const PAGE_BYTES = 65_536;

type SumRows = (
  tree: number,
  treesEnd: number,
  rows: number,
  rowsEnd: number,
  rowBytes: number,
  sums: number,
  sumBytes: number,
  leafValues: number,
  sets: number,
) => void;
type FindLeaves = (
  tree: number,
  treesEnd: number,
  row: number,
  leafValues: number,
  target: number,
  sets: number,
) => void;

/** Modules by kind of ensemble: few processes meet more than one. */
const compiled = new Map<string, object>();

/** One ensemble, laid out in a WebAssembly memory of its own. */
export class WasmKernel {
  /** Fill in rows here (row-major, a slot each), then call `sumRows` or `sumRow`. */
  readonly rows: Float32Array;
  /** Row-major sums of the rows: set where they start; read the result. */
  readonly sums: Float32Array;
  readonly #layout: Layout;
  readonly #ensemble: TreeEnsemble;
  readonly #leaves: Float32Array;
  /** The same as addresses, where leaves are vectors. */
  readonly #vectors: Int32Array;
  readonly #floats: Float32Array;
  readonly #functions: Readonly<Record<string, SumRows | FindLeaves>>;

  /**
   * `slots[node]` is the place of the node's feature in a row; `leafValue`, values of leaves or of their vectors, may be
   * weighted already. Undefined without WebAssembly, trees, or room for them.
   */
  static create(
    ensemble: TreeEnsemble,
    slots: Int32Array,
    slotCount: number,
    leafValue: Float32Array,
  ): WasmKernel | undefined {
    if (webAssembly === undefined || ensemble.treeCount === 0) return undefined;
    const layout = layOut(ensemble, slotCount, leafValue.length);
    if (layout.end > MAX_BYTES) return undefined;
    try {
      return new WasmKernel(ensemble, layout, slots, leafValue);
    } catch {
      // No addresses left for another memory: each takes many, and a process has room for some thousands.
      return undefined;
    }
  }

  private constructor(ensemble: TreeEnsemble, layout: Layout, slots: Int32Array, leafValue: Float32Array) {
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    const memory = new wasm.Memory({ initial: Math.ceil(layout.end / PAGE_BYTES) });
    this.#functions = new wasm.Instance(compile(ensemble), { kernel: { memory } }).exports as Record<
      string,
      SumRows | FindLeaves
    >;
    this.#layout = layout;
    this.#ensemble = ensemble;
    this.#leaves = new Float32Array(memory.buffer, layout.leaves, roundUp(ensemble.treeCount));
    this.#vectors = new Int32Array(memory.buffer, layout.leaves, roundUp(ensemble.treeCount));
    this.#floats = new Float32Array(memory.buffer);
    this.rows = new Float32Array(memory.buffer, layout.rows, (layout.rowBytes / 4) * BLOCK_ROWS);
    this.sums = new Float32Array(memory.buffer, layout.sums, (layout.sumBytes / 4) * BLOCK_ROWS);
    writeNodes(memory.buffer, ensemble, layout, { slots, leafValue });
    writeTrees(memory.buffer, ensemble, layout);
  }

  /** Adds the first `endTree` trees to the sums of the first `rowCount` rows; those of the last group's other rows are spoilt. */
  sumRows(rowCount: number, endTree: number, hasMissing: boolean): void {
    const { trees, rows, rowBytes, sums, sumBytes, leafValues, sets } = this.#layout;
    const call = this.#functions[walkName('sumRows', this.#kind(hasMissing))];
    const treesEnd = trees + endTree * TREE_BYTES;
    call(trees, treesEnd, rows, rows + roundUp(rowCount) * rowBytes, rowBytes, sums, sumBytes, leafValues, sets);
  }

  /** Adds the first `endTree` trees to the sums of the first row: quicker than `sumRows` where rows come alone. */
  sumRow(endTree: number, hasMissing: boolean): void {
    const { groups, rows, leafValues, leaves, sets } = this.#layout;
    const call = this.#functions[walkName('findLeaves', this.#kind(hasMissing))] as FindLeaves;
    call(groups, groups + roundUp(endTree) * TREE_BYTES, rows, leafValues, leaves, sets);
    const { outputCount, treeOutputs, leafVectors } = this.#ensemble;
    if (leafVectors !== undefined) this.#addVectors(endTree);
    else if (outputCount > 1) {
      for (let tree = 0; tree < endTree; tree++) this.sums[treeOutputs[tree]] += this.#leaves[tree];
    } else {
      let [sum] = this.sums;
      for (let tree = 0; tree < endTree; tree++) sum = Math.fround(sum + this.#leaves[tree]);
      this.sums[0] = sum;
    }
  }

  #addVectors(endTree: number): void {
    const { outputCount } = this.#ensemble;
    for (let tree = 0; tree < endTree; tree++) {
      const start = this.#vectors[tree] / 4;
      for (let output = 0; output < outputCount; output++) this.sums[output] += this.#floats[start + output];
    }
  }

  #kind(hasMissing: boolean): WalkKind {
    const { categories, leafVectors } = this.#ensemble;
    return { hasMissing, hasCategories: categories !== undefined, hasVectors: leafVectors !== undefined };
  }
}

function compile({ categories, leafVectors }: TreeEnsemble): object {
  const splits = { hasCategories: categories !== undefined, hasVectors: leafVectors !== undefined };
  const key = JSON.stringify(splits);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const wasm = webAssembly as NonNullable<typeof webAssembly>;
  const module = new wasm.Module(walkModule(splits));
  compiled.set(key, module);
  return module;
}

/** Byte addresses of the parts. Nodes begin at 0, so a node's leaf value is found from its address alone. */
interface Layout {
  readonly leafValues: number;
  /** Values of vector leaves; `leafValues` holds addresses in it then. */
  readonly vectors: number;
  /** For each node the address of its set of categories; the sets. */
  readonly sets: number;
  readonly categories: number;
  /** Tree table with each tree's own depth. */
  readonly trees: number;
  /** Tree table in groups of LANES: each group's first entry holds the depth of its deepest tree. */
  readonly groups: number;
  readonly leaves: number;
  readonly rows: number;
  readonly rowBytes: number;
  readonly sums: number;
  readonly sumBytes: number;
  readonly end: number;
}

function layOut(ensemble: TreeEnsemble, slotCount: number, valueCount: number): Layout {
  const nodeCount = ensemble.leftChild.length;
  const treeCount = roundUp(ensemble.treeCount);
  // A row takes four bytes even where no tree splits: leaves look at its first cell.
  const rowBytes = 4 * Math.max(1, slotCount);
  const sumBytes = 4 * ensemble.outputCount;
  const leafValues = nodeCount * NODE_BYTES;
  const vectors = leafValues + nodeCount * 4;
  const sets = vectors + (ensemble.leafVectors === undefined ? 0 : valueCount * 4);
  const categories = sets + (ensemble.categories === undefined ? 0 : nodeCount * 4);
  const trees = categories + categoryBytes(ensemble.categories);
  const groups = trees + treeCount * TREE_BYTES;
  const leaves = groups + treeCount * TREE_BYTES;
  const rows = leaves + treeCount * 4;
  const sums = rows + rowBytes * BLOCK_ROWS;
  const end = sums + sumBytes * BLOCK_ROWS;
  return { leafValues, vectors, sets, categories, trees, groups, leaves, rows, rowBytes, sums, sumBytes, end };
}

/** Two words more than its bits for each set, and an empty one for all other nodes. */
function categoryBytes(categories: CategorySplits | undefined): number {
  if (categories === undefined) return 0;
  const setCount = categories.starts.reduce((count, start) => count + (start < 0 ? 0 : 1), 1);
  return (categories.bits.length + 2 * setCount) * 4;
}

/** Trees are written breadth-first, siblings side by side; nodes that no path reaches are left out. */
function writeNodes(
  buffer: ArrayBuffer,
  ensemble: TreeEnsemble,
  layout: Layout,
  node: { slots: Int32Array; leafValue: Float32Array },
): void {
  const words = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  const { leafVectors, categories } = ensemble;
  if (leafVectors !== undefined) floats.set(node.leafValue, layout.vectors / 4);
  const writeSet = categories === undefined ? undefined : setWriter(words, categories, layout);
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const start = ensemble.treeStarts[tree];
    const order = [start];
    for (let at = 0; at < order.length; at++) {
      const from = order[at];
      const to = start + at;
      const isLeaf = ensemble.leftChild[from] < 0;
      const isCategorical = !isLeaf && categories !== undefined && categories.starts[from] >= 0;
      floats[to * 4] = isLeaf || isCategorical ? Number.NaN : ensemble.threshold[from];
      words[to * 4 + 1] = isLeaf ? 0 : node.slots[from] * 4;
      words[to * 4 + 2] = (isLeaf ? to : start + order.length) * NODE_BYTES;
      words[to * 4 + 3] = isLeaf ? 0 : 1 - ensemble.defaultLeft[from];
      writeSet?.(to, isCategorical ? from : -1);
      if (!isLeaf) order.push(ensemble.leftChild[from], ensemble.rightChild[from]);
      else if (leafVectors === undefined) floats[layout.leafValues / 4 + to] = node.leafValue[from];
      else words[layout.leafValues / 4 + to] = layout.vectors + leafVectors.starts[from] * 4;
    }
  }
}

/** Gives node `to` the set of node `from` of the ensemble, or the empty one. */
function setWriter(words: Int32Array, categories: CategorySplits, layout: Layout): (to: number, from: number) => void {
  // The empty set: no words, and the word of zeros.
  let next = layout.categories / 4 + 2;
  return (to, from) => {
    if (from < 0) {
      words[layout.sets / 4 + to] = layout.categories;
      return;
    }
    const [start, size] = [categories.starts[from], categories.sizes[from]];
    words[layout.sets / 4 + to] = next * 4;
    words[next] = size;
    words.set(categories.bits.subarray(start, start + size), next + 1);
    next += size + 2;
  };
}

function writeTrees(buffer: ArrayBuffer, ensemble: TreeEnsemble, layout: Layout): void {
  const count = roundUp(ensemble.treeCount);
  const trees = new Int32Array(buffer, layout.trees, count * 3);
  const groups = new Int32Array(buffer, layout.groups, count * 3);
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const first = tree - (tree % LANES);
    trees[tree * 3] = ensemble.treeStarts[tree] * NODE_BYTES;
    trees[tree * 3 + 1] = ensemble.treeDepths[tree];
    trees[tree * 3 + 2] = ensemble.leafVectors === undefined ? ensemble.treeOutputs[tree] * 4 : 0;
    groups[tree * 3] = trees[tree * 3];
    groups[first * 3 + 1] = Math.max(groups[first * 3 + 1], ensemble.treeDepths[tree]);
  }
  // Lanes without a tree of their own walk the first tree; what they find is not used.
}

function roundUp(count: number): number {
  return Math.ceil(count / LANES) * LANES;
}
