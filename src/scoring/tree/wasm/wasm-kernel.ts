import type { TreeEnsemble } from '../tree-ensemble.ts';
import { LANES, NODE_BYTES, TREE_BYTES, walkModule } from './walk-module.ts';
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
) => void;
type FindLeaves = (tree: number, treesEnd: number, row: number, leafValues: number, target: number) => void;

let compiled: object | undefined;

/** One ensemble of numeric splits and scalar leaves, laid out in a WebAssembly memory of its own. */
export class WasmKernel {
  /** Fill in rows here (row-major, a slot each), then call `sumRows` or `sumRow`. */
  readonly rows: Float32Array;
  /** Row-major sums of the rows: set where they start; read the result. */
  readonly sums: Float32Array;
  readonly #layout: Layout;
  readonly #outputs: Int32Array;
  readonly #leaves: Float32Array;
  readonly #functions: Readonly<Record<string, SumRows | FindLeaves>>;

  /** `slots[node]` is the place of the node's feature in a row; `leafValue` may be weighted already. */
  static create(
    ensemble: TreeEnsemble,
    slots: Int32Array,
    slotCount: number,
    leafValue: Float32Array,
  ): WasmKernel | undefined {
    const isPlain = ensemble.categories !== undefined || ensemble.leafVectors !== undefined;
    if (webAssembly === undefined || isPlain || ensemble.treeCount === 0) return undefined;
    const layout = layOut(ensemble, slotCount);
    return layout.end > MAX_BYTES ? undefined : new WasmKernel(ensemble, layout, slots, leafValue);
  }

  private constructor(ensemble: TreeEnsemble, layout: Layout, slots: Int32Array, leafValue: Float32Array) {
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    const memory = new wasm.Memory({ initial: Math.ceil(layout.end / PAGE_BYTES) });
    compiled ??= new wasm.Module(walkModule());
    this.#functions = new wasm.Instance(compiled, { kernel: { memory } }).exports as Record<
      string,
      SumRows | FindLeaves
    >;
    this.#layout = layout;
    this.#outputs = ensemble.treeOutputs;
    this.#leaves = new Float32Array(memory.buffer, layout.leaves, roundUp(ensemble.treeCount));
    this.rows = new Float32Array(memory.buffer, layout.rows, (layout.rowBytes / 4) * BLOCK_ROWS);
    this.sums = new Float32Array(memory.buffer, layout.sums, (layout.sumBytes / 4) * BLOCK_ROWS);
    writeNodes(memory.buffer, ensemble, layout, { slots, leafValue });
    writeTrees(memory.buffer, ensemble, layout);
  }

  /** Adds the first `endTree` trees to the sums of the first `rowCount` rows; those of the last group's other rows are spoilt. */
  sumRows(rowCount: number, endTree: number, hasMissing: boolean): void {
    const { trees, rows, rowBytes, sums, sumBytes, leafValues } = this.#layout;
    const call = (hasMissing ? this.#functions['sumRowsMissing'] : this.#functions['sumRows']) as SumRows;
    call(
      trees,
      trees + endTree * TREE_BYTES,
      rows,
      rows + roundUp(rowCount) * rowBytes,
      rowBytes,
      sums,
      sumBytes,
      leafValues,
    );
  }

  /** Adds the first `endTree` trees to the sums of the first row: quicker than `sumRows` where rows come alone. */
  sumRow(endTree: number, hasMissing: boolean): void {
    const { groups, rows, leafValues, leaves } = this.#layout;
    const call = (hasMissing ? this.#functions['findLeavesMissing'] : this.#functions['findLeaves']) as FindLeaves;
    call(groups, groups + roundUp(endTree) * TREE_BYTES, rows, leafValues, leaves);
    const values = this.#leaves;
    if (this.#layout.sumBytes > 4) {
      for (let tree = 0; tree < endTree; tree++) this.sums[this.#outputs[tree]] += values[tree];
      return;
    }
    let sum = this.sums[0];
    for (let tree = 0; tree < endTree; tree++) sum = Math.fround(sum + values[tree]);
    this.sums[0] = sum;
  }
}

/** Byte addresses of the parts. Nodes begin at 0, so a node's leaf value is found from its address alone. */
interface Layout {
  readonly leafValues: number;
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

function layOut(ensemble: TreeEnsemble, slotCount: number): Layout {
  const nodeCount = ensemble.leftChild.length;
  const treeCount = roundUp(ensemble.treeCount);
  // A row takes four bytes even where no tree splits: leaves look at its first cell.
  const rowBytes = 4 * Math.max(1, slotCount);
  const sumBytes = 4 * ensemble.outputCount;
  const leafValues = nodeCount * NODE_BYTES;
  const trees = leafValues + nodeCount * 4;
  const groups = trees + treeCount * TREE_BYTES;
  const leaves = groups + treeCount * TREE_BYTES;
  const rows = leaves + treeCount * 4;
  const sums = rows + rowBytes * BLOCK_ROWS;
  return { leafValues, trees, groups, leaves, rows, rowBytes, sums, sumBytes, end: sums + sumBytes * BLOCK_ROWS };
}

/** Trees are written breadth-first, siblings side by side; nodes that no path reaches are left out. */
function writeNodes(
  buffer: ArrayBuffer,
  ensemble: TreeEnsemble,
  layout: Layout,
  node: { slots: Int32Array; leafValue: Float32Array },
): void {
  const words = new Int32Array(buffer, 0, ensemble.leftChild.length * 4);
  const floats = new Float32Array(buffer, 0, ensemble.leftChild.length * 4);
  const leafValues = new Float32Array(buffer, layout.leafValues, ensemble.leftChild.length);
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const start = ensemble.treeStarts[tree];
    const order = [start];
    for (let at = 0; at < order.length; at++) {
      const from = order[at];
      const to = start + at;
      const isLeaf = ensemble.leftChild[from] < 0;
      floats[to * 4] = isLeaf ? Number.NaN : ensemble.threshold[from];
      words[to * 4 + 1] = isLeaf ? 0 : node.slots[from] * 4;
      words[to * 4 + 2] = (isLeaf ? to : start + order.length) * NODE_BYTES;
      words[to * 4 + 3] = isLeaf ? 0 : 1 - ensemble.defaultLeft[from];
      leafValues[to] = isLeaf ? node.leafValue[from] : 0;
      if (!isLeaf) order.push(ensemble.leftChild[from], ensemble.rightChild[from]);
    }
  }
}

function writeTrees(buffer: ArrayBuffer, ensemble: TreeEnsemble, layout: Layout): void {
  const count = roundUp(ensemble.treeCount);
  const trees = new Int32Array(buffer, layout.trees, count * 3);
  const groups = new Int32Array(buffer, layout.groups, count * 3);
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const first = tree - (tree % LANES);
    trees[tree * 3] = ensemble.treeStarts[tree] * NODE_BYTES;
    trees[tree * 3 + 1] = ensemble.treeDepths[tree];
    trees[tree * 3 + 2] = ensemble.treeOutputs[tree] * 4;
    groups[tree * 3] = trees[tree * 3];
    groups[first * 3 + 1] = Math.max(groups[first * 3 + 1], ensemble.treeDepths[tree]);
  }
  // Lanes without a tree of their own walk the first tree; what they find is not used.
}

function roundUp(count: number): number {
  return Math.ceil(count / LANES) * LANES;
}
