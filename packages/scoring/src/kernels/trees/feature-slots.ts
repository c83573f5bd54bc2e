import type { AssembledRows, DenseRows, FeatureRows, SparseRows } from '../../frame/feature-rows.ts';
import type { CellTarget, PartSlots } from '../../frame/part-filler.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** Slots are found by a table for features up to this one. */
const MAX_TABLE = 2 ** 16;

/**
 * The features that a model looks at, numbered without gaps. A row takes room for these only, however wide the model
 * says that rows are.
 */
export class FeatureSlots {
  readonly count: number;
  /** Feature of each slot, ascending. */
  readonly #features: Int32Array;
  #slots: Map<number, number> | undefined;
  /** Slot of each feature up to the last one, -1 for the others; empty where the last one is far away. */
  readonly #slotTable: Int32Array;
  /** Of the parts that came last. */
  #known: PartSlots | undefined;

  constructor(features: Iterable<number>) {
    this.#features = Int32Array.from(new Set(features)).sort();
    this.count = this.#features.length;
    const end = (this.#features.at(-1) ?? -1) + 1;
    this.#slotTable = new Int32Array(end <= MAX_TABLE ? end : 0).fill(-1);
    for (let slot = 0; slot < this.count && this.#slotTable.length > 0; slot++)
      this.#slotTable[this.#features[slot]] = slot;
  }

  /** -1 for a feature that the model does not look at. */
  slotOf(feature: number): number {
    if (this.#slotTable.length > 0) return this.#slotTable[feature] ?? -1;
    this.#slots ??= new Map(Array.from(this.#features, (name, slot) => [name, slot]));
    return this.#slots.get(feature) ?? -1;
  }

  /**
   * Writes the slots of `rowCount` rows from `firstRow` on, row-major, as float32, NaN where missing.
   * Returns whether any of them is missing.
   */
  fill(rows: FeatureRows | AssembledRows, firstRow: number, rowCount: number, target: Float32Array): boolean {
    return this.#fill(rows, firstRow, rowCount, { target, end: rowCount * this.count, slot: 1, row: this.count });
  }

  /** The same column by column, a slot's cells side by side: `target` has as many for each slot. */
  fillColumns(rows: FeatureRows | AssembledRows, firstRow: number, rowCount: number, target: Float32Array): boolean {
    const slot = target.length / this.count;
    return this.#fill(rows, firstRow, rowCount, { target, end: target.length, slot, row: 1 });
  }

  #fill(rows: FeatureRows | AssembledRows, first: number, count: number, cells: CellTarget): boolean {
    if (rows.kind === 'dense') return this.#fillDense(rows, first, count, cells);
    const { columnCount } = rows;
    if (rows.kind === 'sparse') {
      const hasAbsent = this.#fillAbsent({ absent: rows.absent, columnCount }, count, cells);
      return this.#fillSparse(rows, first, count, cells) || hasAbsent;
    }
    const isNarrow = this.#fillAbsent({ absent: 0, columnCount }, count, cells);
    const { parts, filler } = rows;
    this.#known = filler.slotsOf(parts, (at) => this.slotOf(at), this.#known);
    return filler.fill(parts, this.#known.slots, { first, count }, cells) || isNarrow;
  }

  #fillDense({ values, columnCount }: DenseRows, firstRow: number, rowCount: number, cells: CellTarget): boolean {
    const features = this.#features;
    const { target, row: step } = cells;
    let hasMissing = false;
    for (let slot = 0; slot < features.length; slot++) {
      const feature = features[slot];
      const isThere = feature < columnCount;
      let from = firstRow * columnCount + feature;
      let to = slot * cells.slot;
      for (let row = 0; row < rowCount; row++) {
        const value = isThere ? values[from] : Number.NaN;
        if (value !== value) hasMissing = true;
        target[to] = value;
        from += columnCount;
        to += step;
      }
    }
    return hasMissing;
  }

  #fillSparse(rows: SparseRows, firstRow: number, rowCount: number, cells: CellTarget): boolean {
    const { starts, indices, values } = rows;
    const { target } = cells;
    let hasMissing = false;
    for (let row = 0; row < rowCount; row++) {
      const end = starts[firstRow + row + 1];
      for (let at = starts[firstRow + row]; at < end; at++) {
        const slot = this.slotOf(indices[at]);
        if (slot < 0) continue;
        const value = values[at];
        if (value !== value) hasMissing = true;
        target[slot * cells.slot + row * cells.row] = value;
      }
    }
    return hasMissing;
  }

  /** Fills in what stands where rows lack positions; returns whether any of it is missing. */
  #fillAbsent(
    { absent, columnCount }: { readonly absent: 0 | undefined; readonly columnCount: number },
    rowCount: number,
    cells: CellTarget,
  ): boolean {
    cells.target.fill(absent ?? Number.NaN, 0, cells.end);
    if (absent === undefined) return true;
    let hasMissing = false;
    for (let slot = this.count - 1; slot >= 0 && this.#features[slot] >= columnCount; slot--) {
      for (let row = 0; row < rowCount; row++) cells.target[slot * cells.slot + row * cells.row] = Number.NaN;
      hasMissing = true;
    }
    return hasMissing;
  }
}

/** The features of all splits. */
export function featuresOf({ leftChild, splitIndex }: TreeEnsemble): Set<number> {
  const features = new Set<number>();
  for (let node = 0; node < leftChild.length; node++) if (leftChild[node] >= 0) features.add(splitIndex[node]);
  return features;
}
