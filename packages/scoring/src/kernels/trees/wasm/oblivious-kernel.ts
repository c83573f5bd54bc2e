import { defined } from '../../../util/defined.ts';
import { KernelRoom } from '../../wasm/kernel-room.ts';
import { cells, type Layout, layOut } from '../../wasm/layout.ts';
import { type MemoryViews, viewOf } from '../../wasm/memory-views.ts';
import type { MissingCell, ObliviousTrees } from '../oblivious-trees.ts';
import {
  GROUP_BYTES,
  GROUP_ROWS,
  type ObliviousFunctions,
  obliviousModule,
  SPLIT_BYTES,
  TREE_BYTES,
} from './oblivious-module.ts';

/** Rows whose cells stay in the first-level cache while trees pass by. A multiple of GROUP_ROWS. */
const BLOCK_ROWS = 128;

const MODULE = { name: 'symmetric trees', generate: obliviousModule };

/** Symmetric trees, laid out in a region of a WebAssembly memory. */
export class ObliviousKernel {
  readonly #layout: ObliviousLayout;
  /** Columns that the trees look at, and what their missing cells are compared as. */
  readonly #columns: Int32Array;
  readonly #missing: Float32Array;
  readonly #cells: Float32Array;
  readonly #sums: Float64Array;
  readonly #room: KernelRoom<ObliviousFunctions>;

  /** Undefined without trees, and where there is no kernel for so much. */
  static create(trees: ObliviousTrees, missing: MissingCell): ObliviousKernel | undefined {
    if (trees.starts.length < 2) return undefined;
    const columns = Int32Array.from(new Set(trees.columns)).sort();
    const room = KernelRoom.open<ObliviousFunctions>(MODULE, layOutTrees(trees, columns.length, 0).end);
    if (room === undefined) return undefined;
    return new ObliviousKernel(room, trees, layOutTrees(trees, columns.length, room.start), { columns, missing });
  }

  private constructor(
    room: KernelRoom<ObliviousFunctions>,
    trees: ObliviousTrees,
    layout: ObliviousLayout,
    { columns, missing }: { columns: Int32Array; missing: MissingCell },
  ) {
    const { views } = room;
    this.#room = room;
    this.#layout = layout;
    this.#columns = columns;
    this.#missing = Float32Array.from(columns, missing);
    this.#cells = viewOf(views.floats, layout.regions.groups);
    this.#sums = viewOf(views.doubles, layout.regions.sums);
    writeTrees(views, trees, layout, columns);
  }

  /** Writes row-major sums of all rows. */
  sum(
    rows: { readonly values: Float32Array | Float64Array; readonly rowCount: number; readonly columnCount: number },
    target: Float64Array,
  ): void {
    const { regions, groupBytes, valueBytes } = this.#layout;
    const { trees, groups, sums } = regions;
    const outputCount = valueBytes / 8;
    for (let first = 0; first < rows.rowCount; first += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows.rowCount - first);
      this.#fill(rows.values, first, count, rows.columnCount);
      this.#sums.fill(0);
      const groupsEnd = groups.start + Math.ceil(count / GROUP_ROWS) * groupBytes;
      this.#room.functions.sumTrees(
        trees.start,
        trees.end,
        groups.start,
        groupsEnd,
        groupBytes,
        sums.start,
        valueBytes,
      );
      target.set(this.#sums.subarray(0, count * outputCount), first * outputCount);
    }
  }

  #fill(values: Float32Array | Float64Array, first: number, count: number, columnCount: number): void {
    const [columns, missing, cells] = [this.#columns, this.#missing, this.#cells];
    const groupCells = this.#layout.groupBytes / 4;
    for (let row = 0; row < count; row++) {
      const start = (first + row) * columnCount;
      let at = (row >> 3) * groupCells + (row & 7);
      for (let slot = 0; slot < columns.length; slot++, at += GROUP_ROWS) {
        const value = values[start + columns[slot]];
        cells[at] = value === value ? value : missing[slot];
      }
    }
  }
}

interface ObliviousLayout extends Layout<'leafValues' | 'splits' | 'trees' | 'groups' | 'sums'> {
  readonly groupBytes: number;
  /** Of the values of one leaf, or one row. */
  readonly valueBytes: number;
}

function layOutTrees(
  { starts, columns, leafValues, outputCount }: ObliviousTrees,
  columnCount: number,
  start: number,
): ObliviousLayout {
  const groupBytes = Math.max(1, columnCount) * GROUP_BYTES;
  const valueBytes = outputCount * 8;
  const layout = layOut(
    {
      leafValues: cells(leafValues.length, 8),
      splits: cells(columns.length, SPLIT_BYTES),
      trees: cells(starts.length - 1, TREE_BYTES, 4),
      groups: cells(BLOCK_ROWS / GROUP_ROWS, groupBytes, 16),
      sums: cells(BLOCK_ROWS, valueBytes, 8),
    },
    start,
  );
  return { ...layout, groupBytes, valueBytes };
}

function writeTrees(
  { words, floats, doubles }: MemoryViews,
  trees: ObliviousTrees,
  { regions, valueBytes }: ObliviousLayout,
  columns: Int32Array,
): void {
  const { starts, borders, leafValues } = trees;
  const slotOf = new Map(Array.from(columns, (column, slot) => [column, slot]));
  doubles.set(leafValues, regions.leafValues.start / 8);
  trees.columns.forEach((column, split) => {
    const at = (regions.splits.start + split * SPLIT_BYTES) / 4;
    floats[at] = borders[split];
    words[at + 1] = defined(slotOf.get(column)) * GROUP_BYTES;
  });
  let leaf = regions.leafValues.start;
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const at = (regions.trees.start + tree * TREE_BYTES) / 4;
    words[at] = regions.splits.start + starts[tree] * SPLIT_BYTES;
    words[at + 1] = regions.splits.start + starts[tree + 1] * SPLIT_BYTES;
    words[at + 2] = leaf;
    leaf += valueBytes << (starts[tree + 1] - starts[tree]);
  }
}
