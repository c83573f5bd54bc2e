import type { AssembledRows, FeatureRows } from '../../frame/feature-rows.ts';
import { sumLinear } from '../../kernels/linear/sum-linear.ts';
import { EnsemblePredictor } from '../../kernels/trees/ensemble-predictor.ts';
import { FeatureContributions } from '../../kernels/trees/feature-contributions.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { BoostedTrees, Booster } from './booster.ts';
import { type BoosterDescription, describeBooster } from './describe-booster.ts';
import { isAtLeast, type LibraryVersion, type Objective } from './objective.ts';
import { findObjective } from './objectives.ts';

/** Most numbers that one call may answer (1 GiB): few bytes of sparse rows can ask for many classes each. */
const MAX_SUMS = 2 ** 28;

/** Which trees take part. */
export interface PredictOptions {
  /** How many of the first boosting rounds; all by default. */
  readonly rounds?: number;
}

/** A booster ready to predict, with the arithmetic of one version of the library. */
export class XgboostModel {
  readonly booster: Booster;
  /** The library whose arithmetic and checks are followed. */
  readonly version: LibraryVersion;
  readonly #objective: Objective;
  #predictor: EnsemblePredictor | undefined;
  readonly #baseMargin: Float32Array;
  #contributions: FeatureContributions | undefined;

  /** Throws `ScoringError` `unsupported_model` for an objective that is not known. */
  constructor(booster: Booster, version: LibraryVersion = booster.version) {
    this.booster = booster;
    this.version = version;
    this.#objective = findObjective(booster.objective);
    this.#baseMargin = booster.isBaseScoreMargin
      ? booster.baseScore
      : booster.baseScore.map((score, at, all) => this.#objective.link(score, version, all[at - 1]));
    if (this.#baseMargin.some((margin) => !Number.isFinite(margin))) {
      throw new ScoringError(
        'bad_model',
        `The XGBoost model has the base_score ${booster.baseScore.join(', ')}, which ${booster.objective} cannot have.`,
      );
    }
  }

  /** Made for the first rows: it is as large as the trees, and an unused model does without. */
  get #trees(): EnsemblePredictor | undefined {
    const { model } = this.booster;
    return model.kind === 'gblinear'
      ? undefined
      : (this.#predictor ??= new EnsemblePredictor(model.ensemble, model.treeWeights));
  }

  /** Makes what many rows need before they come, for those that wait for an answer then. */
  prepare(): void {
    this.#trees?.prepare();
  }

  /** The categories that its file stores, by column. */
  get categories(): BoostedTrees['categories'] {
    const { model } = this.booster;
    return model.kind === 'gblinear' ? undefined : model.categories;
  }

  /** Numbers per row that `predict` gives. */
  get predictionCount(): number {
    return this.#objective.isOneColumn ? 1 : this.booster.outputCount;
  }

  /** Row-major predictions as `Booster.predict` gives them, `rowCount * predictionCount`. */
  predict(rows: FeatureRows | AssembledRows, options: PredictOptions = {}): Float32Array {
    return this.#objective.transform(this.#sum(rows, options), this.booster.outputCount, this.version);
  }

  /** Row-major sums before the objective's transform (`output_margin=True`), `rowCount * outputCount`. */
  margin(rows: FeatureRows, options: PredictOptions = {}): Float32Array {
    return this.#sum(rows, options);
  }

  /**
   * Row-major numbers of the leaves that rows end in (`pred_leaf=True`), one a tree.
   * Throws `ScoringError` `unsupported_model` for a linear booster, which has none.
   */
  leaf(rows: FeatureRows, options: PredictOptions = {}): Int32Array {
    const trees = this.#trees;
    if (trees === undefined) throw new ScoringError('unsupported_model', 'A gblinear model has no leaves.');
    this.#assertColumns(rows);
    this.#assertAnswerSize(rows, trees.ensemble.treeCount);
    return trees.leaves(rows, this.#endTree(options));
  }

  /**
   * Row-major SHAP values (`pred_contribs=True`), `rowCount * outputCount * (featureCount + 1)`: what each feature adds to the
   * margin, and last what is there without any. In double precision, where the library holds its shares in float32.
   * Throws `ScoringError` `unsupported_model` for linear boosters, vector leaves, and files that have no hessians.
   */
  contributions(rows: FeatureRows, options: PredictOptions = {}): Float32Array {
    const { model, outputCount, featureCount } = this.booster;
    const { ensemble, covers, treeWeights } = model as BoostedTrees;
    // A linear booster has none either.
    if (covers === undefined)
      throw new ScoringError(
        'unsupported_model',
        `Contributions of features need sums of hessians, which this ${model.kind} model does not have.`,
      );
    this.#assertColumns(rows);
    this.#assertAnswerSize(rows, outputCount * (featureCount + 1));
    this.#contributions ??= new FeatureContributions(ensemble, covers, treeWeights);
    return this.#contributions.ofRows(rows, this.#baseMargin, this.#endTree(options));
  }

  /** What `inspect` shows. */
  describe(): BoosterDescription {
    return describeBooster(this.booster);
  }

  #sum(rows: FeatureRows | AssembledRows, options: PredictOptions): Float32Array {
    const { model, outputCount } = this.booster;
    this.#assertColumns(rows);
    this.#assertAnswerSize(rows, outputCount);
    if (model.kind === 'gblinear') {
      return sumLinear(rows.kind === 'assembled' ? rows.rows() : rows, model.weights, this.#baseMargin[0]);
    }
    const trees = this.#trees as EnsemblePredictor;
    const endTree = this.#endTree(options);
    // Earlier versions summed the leaves from 0 and added the base score last, which rounds differently.
    const startsAtBase = isAtLeast(this.version, 1, model.kind === 'dart' ? 4 : 3);
    if (startsAtBase) return trees.sum(rows, { start: this.#baseMargin, endTree });
    const sums = trees.sum(rows, { start: new Float32Array(outputCount), endTree });
    return sums.map((sum, at) => sum + this.#baseMargin[at % outputCount]);
  }

  #endTree(options: PredictOptions): number {
    const { roundStarts, ensemble } = this.booster.model as BoostedTrees;
    return options.rounds === undefined ? ensemble.treeCount : (roundStarts[options.rounds] ?? ensemble.treeCount);
  }

  #assertAnswerSize(rows: FeatureRows | AssembledRows, width: number): void {
    if (rows.rowCount * width <= MAX_SUMS) return;
    throw new ScoringError(
      'wrong_size',
      `${rows.rowCount} rows of ${width} numbers are too many for one answer; send fewer rows.`,
    );
  }

  /** Until 1.0 the library let wider rows pass. Source: `LearnerImpl::ValidateDMatrix`. */
  #assertColumns(rows: FeatureRows | AssembledRows): void {
    const { featureCount } = this.booster;
    if (rows.columnCount <= featureCount || !isAtLeast(this.version, 1, 2)) return;
    throw new ScoringError(
      'wrong_size',
      `Number of columns does not match number of features in booster. Columns: ${rows.columnCount} Features: ${featureCount}`,
      { column: featureCount },
    );
  }
}
