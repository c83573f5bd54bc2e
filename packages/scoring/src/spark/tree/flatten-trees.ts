import { badModel } from '../bad-model.ts';
import type { SparkTrees } from './spark-trees.ts';
import type { TreeRecord } from './tree-record.ts';

/** A tree as it was read, and what names it in messages. */
export interface TreeSource {
  readonly where: string;
  readonly records: readonly TreeRecord[];
}

/** What all trees of an ensemble have in common. */
export interface TreeShape {
  /** Values of each leaf. */
  readonly leafWidth: number;
  /** What splits must stay below. */
  readonly featureCount: number;
}

/** Trees as one flat ensemble. Every node must be reached and every leaf must hold `leafWidth` values. Throws `bad_model`. */
export function flattenTrees(trees: Iterable<TreeSource>, { leafWidth, featureCount }: TreeShape): SparkTrees {
  const builder = new TreesBuilder(leafWidth, featureCount);
  for (const { where, records } of trees) builder.add(records, where);
  return builder.build();
}

class TreesBuilder {
  readonly #leafWidth: number;
  readonly #featureCount: number;
  readonly #roots: number[] = [];
  readonly #features: number[] = [];
  readonly #thresholds: number[] = [];
  readonly #lefts: number[] = [];
  readonly #rights: number[] = [];
  readonly #categoryStarts: number[] = [];
  readonly #categoryEnds: number[] = [];
  readonly #categories: number[] = [];
  readonly #categoryCounts = new Map<number, number>();
  readonly #membersLeft: number[] = [];
  readonly #leafStarts: number[] = [];
  readonly #leafValues: number[] = [];

  constructor(leafWidth: number, featureCount: number) {
    this.#leafWidth = leafWidth;
    this.#featureCount = featureCount;
  }

  /** Pre-order gives the children away: the left one follows its parent, the right one what is below the left. */
  add(records: readonly TreeRecord[], path: string): void {
    if (records.length === 0) throw badModel(path, 'has no nodes');
    this.#roots.push(this.#features.length);
    const open: number[] = [];
    for (const [at, record] of records.entries()) {
      const node = this.#features.length;
      if (at > 0) {
        const parent = open.at(-1);
        if (parent === undefined) throw badModel(path, `has ${records.length - at} nodes too many`);
        if (this.#lefts[parent] === -1) this.#lefts[parent] = node;
        else {
          this.#rights[parent] = node;
          open.pop();
        }
      }
      if (this.#push(record, `${path}, node ${at}`)) open.push(node);
    }
    if (open.length > 0) throw badModel(path, `ends too early: ${open.length} splits lack a child`);
  }

  build(): SparkTrees {
    return {
      roots: Int32Array.from(this.#roots),
      features: Int32Array.from(this.#features),
      thresholds: Float64Array.from(this.#thresholds),
      lefts: Int32Array.from(this.#lefts),
      rights: Int32Array.from(this.#rights),
      categoryStarts: Int32Array.from(this.#categoryStarts),
      categoryEnds: Int32Array.from(this.#categoryEnds),
      categories: Float64Array.from(this.#categories),
      categoryCounts: this.#categoryCounts,
      membersLeft: Uint8Array.from(this.#membersLeft),
      leafStarts: Int32Array.from(this.#leafStarts),
      leafValues: Float64Array.from(this.#leafValues),
      leafWidth: this.#leafWidth,
    };
  }

  /** Appends one node; true if it is a split and so has children to come. */
  #push(record: TreeRecord, where: string): boolean {
    const isLeaf = record.kind === 'leaf';
    if (!isLeaf && !(Number.isInteger(record.feature) && record.feature >= 0 && record.feature < this.#featureCount)) {
      throw badModel(where, `splits on feature ${record.feature}, but the model has ${this.#featureCount}`);
    }
    this.#features.push(isLeaf ? -1 : record.feature);
    this.#thresholds.push(record.kind === 'continuous' ? record.threshold : Number.NaN);
    this.#lefts.push(-1);
    this.#rights.push(-1);
    this.#categoryStarts.push(record.kind === 'categorical' ? this.#categories.length : -1);
    if (record.kind === 'categorical') {
      for (const category of record.categories) this.#categories.push(category);
      if (record.count !== undefined) this.#categoryCounts.set(record.feature, record.count);
    }
    this.#categoryEnds.push(this.#categories.length);
    this.#membersLeft.push(record.kind === 'categorical' && record.isLeft ? 1 : 0);
    this.#leafStarts.push(this.#leafValues.length);
    if (isLeaf) {
      if (record.values.length < this.#leafWidth)
        throw badModel(where, `has ${record.values.length} values, not ${this.#leafWidth}`);
      for (const value of record.values.slice(0, this.#leafWidth)) this.#leafValues.push(value);
    }
    return !isLeaf;
  }
}
