import { ScoringError } from '../../../scoring-error.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import type { BundleFolder } from '../../attributes/bundle-folder.ts';
import { featuresPort } from '../../save/features-port.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { PortColumns, StageScope } from '../../save/stage-form.ts';

/** An XGBoost model of a pipeline. */
export interface XgboostModel {
  /** The booster, in any of XGBoost's formats. */
  readonly bytes: Uint8Array;
  readonly featureCount: number;
  /** How many rounds count, all if it is not above 0. */
  readonly treeLimit: number;
}

/** What both of MLeap's ops of XGBoost hold. */
export function readXgboost(attributes: Attributes, folder: BundleFolder): XgboostModel {
  return {
    bytes: folder.file('xgboost.model'),
    featureCount: attributes.integer('num_features'),
    treeLimit: attributes.integer('tree_limit', 0),
  };
}

/** What a stage of XGBoost4J-Spark holds. */
export interface SavedXgboost {
  readonly model: XgboostModel;
  readonly outputCount: number;
  readonly inputs: PortColumns;
}

export function savedXgboost(stage: SavedStage, scope: StageScope): SavedXgboost {
  const { params } = stage;
  const { bytes, featureCount, outputCount } = findBooster(stage, scope);
  if (params.string('contribPredictionCol', '') !== '')
    throw stage.unsupported('contributions of features (contribPredictionCol) are not made');
  const model = { bytes, featureCount, treeLimit: params.integer('treeLimit', 0) };
  return { model, outputCount, inputs: featuresPort(params, scope.columns) };
}

/**
 * The booster is the one file below `data/`, in any of XGBoost's formats; up to 2.0 the number of classes stands in four bytes
 * before that of a classifier. Source: XGBoost4J-Spark 0.90 to 2.0, `XGBoostClassificationModelWriter`.
 */
function findBooster(stage: SavedStage, { boosters: { xgboost: load } }: StageScope) {
  const [name, ...others] = stage.filesIn('data').filter((file) => !/^[._]/.test(file));
  if (name === undefined || others.length > 0) throw stage.bad('there is no single file with a booster in data/');
  if (load === undefined) throw stage.unsupported('no reader of XGBoost models was given');
  const all = stage.file(`data/${name}`);
  for (const bytes of [all, all.subarray(4)]) {
    try {
      return { bytes, ...load(bytes).describe() };
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
    }
  }
  throw stage.bad(`data/${name} holds no booster`);
}
