import { KernelRoom } from '../../wasm/kernel-room.ts';
import { cells, type Layout, layOut, type RegionSize } from '../../wasm/layout.ts';
import { type MemoryViews, viewOf } from '../../wasm/memory-views.ts';
import type { DoubleTrees } from '../double-trees.ts';
import { type CellKind, exportName } from './cell-kind.ts';
import { type DoubleWalkFunctions, doubleWalkModule, NODE_BYTES } from './double-walk-module.ts';
import { roundToLanes } from './lanes.ts';
import { nodeTable } from './node-table.ts';
import { setWriter, sizeSets } from './set-writer.ts';

/** Rows that are walked together: their cells stay in the first-level cache. A multiple of LANES. */
export const BLOCK_ROWS = 64;

/** Trees that compare doubles, laid out in a region of a WebAssembly memory. */
export class DoubleKernel {
  /** Fill in rows here (row-major, a slot each), then call `walkRows` or `walkRow`. */
  readonly rows: Float64Array;
  /** Numbers of the leaves: tree by tree, and within a tree row by row, `BLOCK_ROWS` or one of them. */
  readonly leaves: Int32Array;
  readonly #layout: DoubleLayout;
  readonly #treeCount: number;
  readonly #hasCategories: boolean;
  readonly #room: KernelRoom<DoubleWalkFunctions>;

  /**
   * `slots[node]` is the place of the node's column in a row. Undefined without trees, and where there is no kernel for so
   * much.
   */
  static create(trees: DoubleTrees, slots: Int32Array, slotCount: number): DoubleKernel | undefined {
    if (trees.roots.length === 0) return undefined;
    const { regions, rowBytes } = sizeWalk(trees, slotCount);
    const hasCategories = trees.categories !== undefined;
    const module = {
      name: `walk of doubles${hasCategories ? ' and categories' : ''}`,
      generate: () => doubleWalkModule(hasCategories),
    };
    const room = KernelRoom.open<DoubleWalkFunctions>(module, layOut(regions).end);
    return room && new DoubleKernel(room, trees, { ...layOut(regions, room.start), rowBytes }, slots);
  }

  private constructor(
    room: KernelRoom<DoubleWalkFunctions>,
    trees: DoubleTrees,
    layout: DoubleLayout,
    slots: Int32Array,
  ) {
    const { views } = room;
    this.#room = room;
    this.#layout = layout;
    this.#treeCount = trees.roots.length;
    this.#hasCategories = trees.categories !== undefined;
    this.rows = viewOf(views.doubles, layout.regions.rows);
    this.leaves = viewOf(views.words, layout.regions.leaves);
    writeNodes(views, trees, layout, slots);
  }

  /** All trees for the first `rowCount` rows; what stands behind the leaves of those is without meaning. */
  walkRows(rowCount: number, hasMissing: boolean): void {
    const { regions, rowBytes } = this.#layout;
    const { roots, rows, leaves, numbers, sets } = regions;
    const walk = this.#room.functions[exportName('rows', this.#kind(hasMissing))];
    const rootsEnd = roots.start + this.#treeCount * 4;
    const rowsEnd = rows.start + roundToLanes(rowCount) * rowBytes;
    const [numberTable, setTable] = [nodeTable(numbers, regions.nodes), nodeTable(sets, regions.nodes)];
    walk(roots.start, rootsEnd, rows.start, rowsEnd, rowBytes, leaves.start, numberTable, setTable);
  }

  /** All trees for the first row: quicker than `walkRows` where rows come alone. */
  walkRow(hasMissing: boolean): void {
    const { nodes, roots, rows, leaves, numbers, sets } = this.#layout.regions;
    const walk = this.#room.functions[exportName('trees', this.#kind(hasMissing))];
    walk(roots.start, roots.end, rows.start, leaves.start, nodeTable(numbers, nodes), nodeTable(sets, nodes));
  }

  #kind(hasMissing: boolean): CellKind {
    return { hasMissing, hasCategories: this.#hasCategories };
  }
}

interface DoubleLayout extends Layout<DoubleRegion> {
  readonly rowBytes: number;
}

/** What belongs to a node in a table is found from its address alone (`nodeTable`). */
type DoubleRegion = 'nodes' | 'numbers' | 'sets' | 'categories' | 'roots' | 'leaves' | 'rows';

function sizeWalk({ roots, features, categories }: DoubleTrees, slotCount: number) {
  const nodeCount = features.length;
  const treeCount = roundToLanes(roots.length);
  const rowBytes = 8 * Math.max(1, slotCount);
  const regions: Record<DoubleRegion, RegionSize> = {
    nodes: cells(nodeCount, NODE_BYTES),
    // What the trees call each node.
    numbers: cells(nodeCount, 4),
    ...sizeSets(categories, nodeCount),
    roots: cells(treeCount, 4),
    leaves: cells(treeCount * BLOCK_ROWS, 4),
    rows: cells(BLOCK_ROWS, rowBytes, 8),
  };
  return { regions, rowBytes };
}

/** Trees are written breadth-first, siblings side by side. */
function writeNodes(views: MemoryViews, trees: DoubleTrees, { regions }: DoubleLayout, slots: Int32Array): void {
  const { words, doubles: thresholds } = views;
  const { roots, features, lefts, rights, missingLeft, categories } = trees;
  const writeSet = setWriter(words, categories, regions);
  const nodes = regions.nodes.start;
  // Lanes without a tree of their own walk the first tree; what they find is not used.
  words.fill(nodes, regions.roots.start / 4, regions.roots.end / 4);
  let start = 0;
  roots.forEach((root, tree) => {
    words[regions.roots.start / 4 + tree] = nodes + start * NODE_BYTES;
    const order = [root];
    for (let at = 0; at < order.length; at++) {
      const from = order[at];
      const to = start + at;
      const isLeaf = features[from] < 0;
      const isCategorical = !isLeaf && categories !== undefined && categories.starts[from] >= 0;
      const isMissingLeft = missingLeft !== undefined && missingLeft[from] === 1;
      // The children of a split by category are swapped: those in its set go to the second.
      const isMissingSecond = !isLeaf && isMissingLeft === isCategorical;
      thresholds[nodes / 8 + to * 2] = isLeaf || isCategorical ? Number.NaN : trees.thresholds[from];
      words[nodes / 4 + to * 4 + 2] = isLeaf ? 0 : slots[from] * 8;
      words[nodes / 4 + to * 4 + 3] =
        nodes + (isLeaf ? to : start + order.length) * NODE_BYTES + Number(isMissingSecond);
      words[regions.numbers.start / 4 + to] = from;
      writeSet?.(to, isCategorical ? from : -1);
      if (isCategorical) order.push(rights[from], lefts[from]);
      else if (!isLeaf) order.push(lefts[from], rights[from]);
    }
    start += order.length;
  });
}
