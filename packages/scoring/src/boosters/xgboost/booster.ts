import type { LinearWeights } from '../../kernels/linear/sum-linear.ts';
import type { TreeEnsemble } from '../../kernels/trees/tree-ensemble.ts';
import type { Categories } from './format/read-categories.ts';

/** What a model file of XGBoost says, whichever format it came in. */
export interface Booster {
  /** Library that wrote it, `[major, minor]`; a legacy file of 0.x says `[0, 0]`. */
  readonly version: readonly [number, number];
  readonly format: 'JSON' | 'UBJSON' | 'legacy binary';
  readonly objective: string;
  readonly featureCount: number;
  /** Sums per row: classes, targets or quantiles; else 1. */
  readonly outputCount: number;
  /** One for each output. */
  readonly baseScore: Float32Array;
  /** Whether `baseScore` is a margin already, as 0.x stored it, or lies in the objective's output space. */
  readonly isBaseScoreMargin: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  /** Empty where the file has none. */
  readonly featureNames: readonly string[];
  readonly model: BoostedTrees | LinearModel;
}

export interface BoostedTrees {
  readonly kind: 'gbtree' | 'dart';
  readonly ensemble: TreeEnsemble;
  /** First tree of each boosting round, and the number of trees at the end. */
  readonly roundStarts: Int32Array;
  readonly parallelTrees: number;
  /** Dart: factor of each tree. */
  readonly treeWeights?: Float32Array;
  /** Trained on a frame: by column, the categories in the order of their codes. */
  readonly categories?: ReadonlyMap<number, Categories>;
  /** Gain of each node's split, as far as the file says; for reports only. */
  readonly gains?: Float32Array;
  /** Sum of hessians of the training rows in each node, as far as the file says. */
  readonly covers?: Float32Array;
}

export interface LinearModel {
  readonly kind: 'gblinear';
  readonly weights: LinearWeights;
}
