import { badModel } from './bad-model.ts';
import type { DerivedColumn, TargetStatistic } from './categories.ts';
import type { FloatSplit } from './oblivious-tree.ts';

/** A float feature: its column in a row, and what its splits compare with. */
export interface FloatFeature {
  readonly column: number;
  readonly borders: readonly number[];
  readonly isMissingAbove: boolean;
}

/** The categories of a column that splits ask for. */
export interface OneHotFeature {
  readonly column: number;
  readonly hashes: readonly number[];
}

export interface StatisticFeature {
  readonly statistic: TargetStatistic;
  readonly borders: readonly number[];
}

/** All that splits of a model can be on. */
export interface Features {
  /** Width of a row. */
  readonly featureCount: number;
  readonly floats: readonly FloatFeature[];
  readonly oneHots: readonly OneHotFeature[];
  readonly statistics: readonly StatisticFeature[];
}

/**
 * Splits by their number over all features: borders of float features, then categories, then borders of statistics.
 * Categories and statistics become columns behind those of a row.
 */
export class FeatureSplits {
  readonly derived: readonly DerivedColumn[];
  readonly #splits: readonly FloatSplit[];

  constructor({ featureCount, floats, oneHots, statistics }: Features) {
    const derived: DerivedColumn[] = [];
    const behind = (column: DerivedColumn) => featureCount + derived.push(column) - 1;
    const splits = floats.flatMap(({ column, borders, isMissingAbove }) =>
      borders.map((border) => ({ column, border, isMissingAbove })),
    );
    for (const { column, hashes } of oneHots) {
      for (const hash of hashes)
        splits.push({ column: behind({ kind: 'one-hot', column, hash }), border: 0.5, isMissingAbove: false });
    }
    for (const { statistic, borders } of statistics) {
      const column = behind(statistic);
      for (const border of borders) splits.push({ column, border, isMissingAbove: false });
    }
    this.derived = derived;
    this.#splits = splits;
  }

  /** Throws `bad_model` for a number that no feature has. */
  at(number: unknown): FloatSplit {
    const split = typeof number === 'number' ? this.#splits[number] : undefined;
    if (split === undefined)
      throw badModel(
        `splits by the condition ${typeof number === 'number' ? number : '(none)'} of ${this.#splits.length}`,
      );
    return split;
  }
}
