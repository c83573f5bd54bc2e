import { KernelRoom } from '../../wasm/kernel-room.ts';
import { cells, type Layout, layOut, type RegionSize } from '../../wasm/layout.ts';
import { type MemoryViews, viewOf } from '../../wasm/memory-views.ts';
import type { TreeEnsemble } from '../tree-ensemble.ts';
import { type CellKind, exportName } from './cell-kind.ts';
import { LANES, roundToLanes } from './lanes.ts';
import { nodeTable } from './node-table.ts';
import { setWriter, sizeSets } from './set-writer.ts';
import { NODE_BYTES, TREE_BYTES, type WalkFunctions, walkModule } from './walk-module.ts';

/** Rows that are walked together: their values stay in the first-level cache. A multiple of LANES. */
export const BLOCK_ROWS = 64;

/** What the kernel is made of: `slots[node]` is the place of the node's feature in a row. */
interface Parts {
  readonly slots: Int32Array;
  readonly leafValue: Float32Array;
}

/** One ensemble, laid out in a region of a WebAssembly memory. */
export class WasmKernel {
  /** Fill in rows here (row-major, a slot each), then call `sumRows` or `sumRow`. */
  readonly rows: Float32Array;
  /** Row-major sums of the rows: set where they start; read the result. */
  readonly sums: Float32Array;
  readonly #layout: WalkLayout;
  readonly #ensemble: TreeEnsemble;
  readonly #leaves: Float32Array;
  /** The same as addresses, where leaves are vectors. */
  readonly #vectors: Int32Array;
  readonly #floats: Float32Array;
  readonly #room: KernelRoom<WalkFunctions>;

  /**
   * `slots[node]` is the place of the node's feature in a row; `leafValue`, values of leaves or of their vectors, may be
   * weighted already. Undefined without trees, and where there is no kernel for so much.
   */
  static create(
    ensemble: TreeEnsemble,
    slots: Int32Array,
    slotCount: number,
    leafValue: Float32Array,
  ): WasmKernel | undefined {
    if (ensemble.treeCount === 0) return undefined;
    const sizes = sizeWalk(ensemble, slotCount, leafValue.length);
    const hasCategories = ensemble.categories !== undefined;
    const hasVectors = ensemble.leafVectors !== undefined;
    const module = {
      name: `walk${hasCategories ? ' of categories' : ''}${hasVectors ? ' to vectors' : ''}`,
      generate: () => walkModule({ hasCategories, hasVectors }),
    };
    const room = KernelRoom.open<WalkFunctions>(module, layOut(sizes.regions).end);
    return room && new WasmKernel(room, ensemble, layOutWalk(sizes, room.start), { slots, leafValue });
  }

  private constructor(room: KernelRoom<WalkFunctions>, ensemble: TreeEnsemble, layout: WalkLayout, parts: Parts) {
    const { views } = room;
    const { leaves, rows, sums } = layout.regions;
    this.#room = room;
    this.#layout = layout;
    this.#ensemble = ensemble;
    this.#leaves = viewOf(views.floats, leaves);
    this.#vectors = viewOf(views.words, leaves);
    this.#floats = views.floats;
    this.rows = viewOf(views.floats, rows);
    this.sums = viewOf(views.floats, sums);
    writeNodes(views, ensemble, layout, parts);
    writeTrees(views, ensemble, layout);
  }

  /** Adds the first `endTree` trees to the sums of the first `rowCount` rows; those of the last group's other rows are overwritten. */
  sumRows(rowCount: number, endTree: number, hasMissing: boolean): void {
    const { regions, rowBytes, sumBytes } = this.#layout;
    const { trees, rows, sums, leafValues, sets } = regions;
    const call = this.#room.functions[exportName('sumRows', this.#kind(hasMissing))];
    const treesEnd = trees.start + endTree * TREE_BYTES;
    const rowsEnd = rows.start + roundToLanes(rowCount) * rowBytes;
    const [values, setTable] = [nodeTable(leafValues, regions.nodes), nodeTable(sets, regions.nodes)];
    call(trees.start, treesEnd, rows.start, rowsEnd, rowBytes, sums.start, sumBytes, values, setTable);
  }

  /** Adds the first `endTree` trees to the sums of the first row: quicker than `sumRows` where rows come alone. */
  sumRow(endTree: number, hasMissing: boolean): void {
    const { nodes, groups, rows, leafValues, leaves, sets } = this.#layout.regions;
    const call = this.#room.functions[exportName('findLeaves', this.#kind(hasMissing))];
    const groupsEnd = groups.start + roundToLanes(endTree) * TREE_BYTES;
    call(groups.start, groupsEnd, rows.start, nodeTable(leafValues, nodes), leaves.start, nodeTable(sets, nodes));
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

  #kind(hasMissing: boolean): CellKind {
    return { hasMissing, hasCategories: this.#ensemble.categories !== undefined };
  }
}

interface WalkLayout extends Layout<WalkRegion> {
  readonly rowBytes: number;
  readonly sumBytes: number;
}

/** What belongs to a node in a table is found from its address alone, a quarter of it behind the table (`quarter`). */
type WalkRegion =
  | 'nodes'
  | 'leafValues'
  | 'vectors'
  | 'sets'
  | 'categories'
  | 'trees'
  | 'groups'
  | 'leaves'
  | 'rows'
  | 'sums';

/** How much room everything takes. */
interface WalkSizes {
  readonly regions: Readonly<Record<WalkRegion, RegionSize>>;
  readonly rowBytes: number;
  readonly sumBytes: number;
}

function sizeWalk(ensemble: TreeEnsemble, slotCount: number, valueCount: number): WalkSizes {
  const nodeCount = ensemble.leftChild.length;
  const treeCount = roundToLanes(ensemble.treeCount);
  // A row takes four bytes even where no tree splits: leaves look at its first cell.
  const rowBytes = 4 * Math.max(1, slotCount);
  const sumBytes = 4 * ensemble.outputCount;
  const regions = {
    nodes: cells(nodeCount, NODE_BYTES),
    leafValues: cells(nodeCount, 4),
    // Values of vector leaves; `leafValues` holds addresses in it then.
    vectors: cells(ensemble.leafVectors === undefined ? 0 : valueCount, 4),
    ...sizeSets(ensemble.categories, nodeCount),
    // Tree table with each tree's own depth.
    trees: cells(treeCount, TREE_BYTES, 4),
    // Tree table in groups of LANES: each group's first entry holds the depth of its deepest tree.
    groups: cells(treeCount, TREE_BYTES, 4),
    leaves: cells(treeCount, 4),
    rows: cells(BLOCK_ROWS, rowBytes, 4),
    sums: cells(BLOCK_ROWS, sumBytes, 4),
  };
  return { regions, rowBytes, sumBytes };
}

const layOutWalk = ({ regions, ...bytes }: WalkSizes, start: number): WalkLayout => ({
  ...layOut<WalkRegion>(regions, start),
  ...bytes,
});

/** Trees are written breadth-first, siblings side by side; nodes that no path reaches are left out. */
function writeNodes(
  { words, floats }: MemoryViews,
  ensemble: TreeEnsemble,
  { regions }: WalkLayout,
  { slots, leafValue }: Parts,
): void {
  const { leafVectors, categories } = ensemble;
  if (leafVectors !== undefined) floats.set(leafValue, regions.vectors.start / 4);
  const writeSet = setWriter(words, categories, regions);
  const leafValues = regions.leafValues.start / 4;
  const nodes = regions.nodes.start;
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const start = ensemble.treeStarts[tree];
    const order = [start];
    for (let at = 0; at < order.length; at++) {
      const from = order[at];
      const to = start + at;
      const isLeaf = ensemble.leftChild[from] < 0;
      const isCategorical = !isLeaf && categories !== undefined && categories.starts[from] >= 0;
      const place = nodes / 4 + to * 4;
      floats[place] = isLeaf || isCategorical ? Number.NaN : ensemble.threshold[from];
      words[place + 1] = isLeaf ? 0 : slots[from] * 4;
      words[place + 2] = nodes + (isLeaf ? to : start + order.length) * NODE_BYTES;
      words[place + 3] = isLeaf ? 0 : 1 - ensemble.defaultLeft[from];
      writeSet?.(to, isCategorical ? from : -1);
      if (!isLeaf) order.push(ensemble.leftChild[from], ensemble.rightChild[from]);
      else if (leafVectors === undefined) floats[leafValues + to] = leafValue[from];
      else words[leafValues + to] = regions.vectors.start + leafVectors.starts[from] * 4;
    }
  }
}

function writeTrees(views: MemoryViews, ensemble: TreeEnsemble, { regions }: WalkLayout): void {
  const trees = viewOf(views.words, regions.trees);
  const groups = viewOf(views.words, regions.groups);
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const first = tree - (tree % LANES);
    trees[tree * 3] = regions.nodes.start + ensemble.treeStarts[tree] * NODE_BYTES;
    trees[tree * 3 + 1] = ensemble.treeDepths[tree];
    trees[tree * 3 + 2] = ensemble.leafVectors === undefined ? ensemble.treeOutputs[tree] * 4 : 0;
    groups[tree * 3] = trees[tree * 3];
    groups[first * 3 + 1] = Math.max(groups[first * 3 + 1], ensemble.treeDepths[tree]);
  }
  // Lanes without a tree of their own walk the first tree; what they find is not used.
  for (let tree = ensemble.treeCount; tree * 3 < groups.length; tree++) groups[tree * 3] = regions.nodes.start;
}
