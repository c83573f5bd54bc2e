import type { FeatureRows } from '../frame/feature-rows.ts';

/**
 * The features that a model looks at, numbered without gaps. A row takes room for these only, however wide the model
 * says that rows are.
 */
export class FeatureSlots {
  readonly count: number;
  /** Feature of each slot, ascending. */
  readonly #features: Int32Array;
  #slots: Map<number, number> | undefined;

  constructor(features: Iterable<number>) {
    this.#features = Int32Array.from(new Set(features)).sort();
    this.count = this.#features.length;
  }

  /** -1 for a feature that the model does not look at. */
  slotOf(feature: number): number {
    this.#slots ??= new Map(Array.from(this.#features, (name, slot) => [name, slot]));
    return this.#slots.get(feature) ?? -1;
  }

  /**
   * Writes the slots of `rowCount` rows from `firstRow` on, row-major, as float32, NaN where missing.
   * Returns whether any of them is missing.
   */
  fill(rows: FeatureRows, firstRow: number, rowCount: number, target: Float32Array): boolean {
    if (rows.kind === 'sparse') {
      this.#fillSparse(rows, firstRow, rowCount, target);
      return true;
    }
    const { values, columnCount } = rows;
    const features = this.#features;
    let hasMissing = false;
    let at = 0;
    for (let row = firstRow; row < firstRow + rowCount; row++) {
      const start = row * columnCount;
      for (let slot = 0; slot < features.length; slot++) {
        const feature = features[slot];
        const value = feature < columnCount ? values[start + feature] : Number.NaN;
        if (value !== value) hasMissing = true;
        target[at++] = value;
      }
    }
    return hasMissing;
  }

  /** The same column by column, a slot's cells side by side: `target` has as many for each slot. */
  fillColumns(rows: FeatureRows, firstRow: number, rowCount: number, target: Float32Array): boolean {
    const features = this.#features;
    const stride = target.length / features.length;
    if (rows.kind === 'sparse') {
      this.#fillSparseColumns(rows, firstRow, rowCount, { target, stride });
      return true;
    }
    const { values, columnCount } = rows;
    let hasMissing = false;
    for (let slot = 0; slot < features.length; slot++) {
      const feature = features[slot];
      const start = slot * stride;
      if (feature >= columnCount) {
        target.fill(Number.NaN, start, start + rowCount);
        hasMissing = true;
        continue;
      }
      let from = firstRow * columnCount + feature;
      for (let at = start; at < start + rowCount; at++) {
        const value = values[from];
        if (value !== value) hasMissing = true;
        target[at] = value;
        from += columnCount;
      }
    }
    return hasMissing;
  }

  #fillSparseColumns(
    { starts, indices, values }: FeatureRows & { kind: 'sparse' },
    firstRow: number,
    rowCount: number,
    { target, stride }: { target: Float32Array; stride: number },
  ): void {
    target.fill(Number.NaN);
    for (let row = 0; row < rowCount; row++) {
      for (let at = starts[firstRow + row]; at < starts[firstRow + row + 1]; at++) {
        const slot = this.slotOf(indices[at]);
        if (slot >= 0) target[slot * stride + row] = values[at];
      }
    }
  }

  #fillSparse(rows: FeatureRows & { kind: 'sparse' }, firstRow: number, rowCount: number, target: Float32Array): void {
    target.fill(Number.NaN, 0, rowCount * this.count);
    for (let row = 0; row < rowCount; row++) {
      for (let at = rows.starts[firstRow + row]; at < rows.starts[firstRow + row + 1]; at++) {
        const slot = this.slotOf(rows.indices[at]);
        if (slot >= 0) target[row * this.count + slot] = rows.values[at];
      }
    }
  }
}
