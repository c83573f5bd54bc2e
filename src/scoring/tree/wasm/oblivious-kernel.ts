import { webAssembly } from '../../math/wasm/web-assembly.ts';
import type { MissingCell, ObliviousTrees } from '../oblivious-trees.ts';
import { GROUP_BYTES, GROUP_ROWS, obliviousModule, SPLIT_BYTES, TREE_BYTES } from './oblivious-module.ts';

/** Rows whose cells stay in the first-level cache while trees pass by. A multiple of GROUP_ROWS. */
const BLOCK_ROWS = 128;

/** Trees beyond this many bytes are summed plainly. */
const MAX_BYTES = 2 ** 31;

const PAGE_BYTES = 65_536;

type SumTrees = (
  tree: number,
  treesEnd: number,
  groups: number,
  groupsEnd: number,
  groupBytes: number,
  sums: number,
  valueBytes: number,
) => void;

/** Symmetric trees, laid out in a WebAssembly memory of their own. */
export class ObliviousKernel {
  readonly #layout: Layout;
  /** Columns that the trees look at, and what their missing cells are compared as. */
  readonly #columns: Int32Array;
  readonly #missing: Float32Array;
  readonly #cells: Float32Array;
  readonly #sums: Float64Array;
  readonly #sumTrees: SumTrees;

  /** Undefined without WebAssembly and its vectors, trees, or room for them. */
  static create(trees: ObliviousTrees, missing: MissingCell): ObliviousKernel | undefined {
    if (webAssembly === undefined || trees.starts.length < 2) return undefined;
    const columns = Int32Array.from(new Set(trees.columns)).sort();
    const layout = layOut(trees, columns.length);
    if (layout.end > MAX_BYTES) return undefined;
    try {
      return new ObliviousKernel(trees, layout, columns, missing);
    } catch {
      // No vectors in this engine, or no addresses left for another memory.
      return undefined;
    }
  }

  private constructor(trees: ObliviousTrees, layout: Layout, columns: Int32Array, missing: MissingCell) {
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    const memory = new wasm.Memory({ initial: Math.ceil(layout.end / PAGE_BYTES) });
    const { exports } = new wasm.Instance(new wasm.Module(obliviousModule()), { kernel: { memory } });
    this.#sumTrees = exports['sumTrees'] as SumTrees;
    this.#layout = layout;
    this.#columns = columns;
    this.#missing = Float32Array.from(columns, missing);
    this.#cells = new Float32Array(memory.buffer, layout.groups, (layout.groupBytes / 4) * (BLOCK_ROWS / GROUP_ROWS));
    this.#sums = new Float64Array(memory.buffer, layout.sums, trees.outputCount * BLOCK_ROWS);
    writeTrees(memory.buffer, trees, layout, columns);
  }

  /** Writes row-major sums of all rows. */
  sum(
    rows: { readonly values: Float32Array | Float64Array; readonly rowCount: number; readonly columnCount: number },
    target: Float64Array,
  ): void {
    const { trees, treesEnd, groups, groupBytes, sums, valueBytes } = this.#layout;
    const outputCount = valueBytes / 8;
    for (let first = 0; first < rows.rowCount; first += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows.rowCount - first);
      this.#fill(rows.values, first, count, rows.columnCount);
      this.#sums.fill(0);
      const groupsEnd = groups + Math.ceil(count / GROUP_ROWS) * groupBytes;
      this.#sumTrees(trees, treesEnd, groups, groupsEnd, groupBytes, sums, valueBytes);
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

/** Byte addresses. */
interface Layout {
  /** Values of all leaves stand at 0. */
  readonly splits: number;
  readonly trees: number;
  readonly treesEnd: number;
  readonly groups: number;
  readonly groupBytes: number;
  readonly sums: number;
  /** Of the values of one leaf, or one row. */
  readonly valueBytes: number;
  readonly end: number;
}

function layOut({ starts, columns, leafValues, outputCount }: ObliviousTrees, columnCount: number): Layout {
  const splits = leafValues.length * 8;
  const trees = splits + columns.length * SPLIT_BYTES;
  const treesEnd = trees + (starts.length - 1) * TREE_BYTES;
  const groups = Math.ceil(treesEnd / 16) * 16;
  const groupBytes = Math.max(1, columnCount) * GROUP_BYTES;
  const sums = groups + (BLOCK_ROWS / GROUP_ROWS) * groupBytes;
  const valueBytes = outputCount * 8;
  return { splits, trees, treesEnd, groups, groupBytes, sums, valueBytes, end: sums + valueBytes * BLOCK_ROWS };
}

function writeTrees(buffer: ArrayBuffer, trees: ObliviousTrees, layout: Layout, columns: Int32Array): void {
  const { starts, borders, leafValues } = trees;
  const words = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  const slotOf = new Map(Array.from(columns, (column, slot) => [column, slot]));
  new Float64Array(buffer).set(leafValues);
  trees.columns.forEach((column, split) => {
    const at = (layout.splits + split * SPLIT_BYTES) / 4;
    floats[at] = borders[split];
    words[at + 1] = (slotOf.get(column) as number) * GROUP_BYTES;
  });
  let leaf = 0;
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const at = (layout.trees + tree * TREE_BYTES) / 4;
    words[at] = layout.splits + starts[tree] * SPLIT_BYTES;
    words[at + 1] = layout.splits + starts[tree + 1] * SPLIT_BYTES;
    words[at + 2] = leaf;
    leaf += layout.valueBytes << (starts[tree + 1] - starts[tree]);
  }
}
