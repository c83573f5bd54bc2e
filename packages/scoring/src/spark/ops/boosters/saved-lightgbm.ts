import { ScoringError } from '../../../scoring-error.ts';
import { present } from '../../../util/present.ts';
import { readLightgbmParts } from '../../save/lightgbm-parts.ts';
import type { Params } from '../../save/params.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { StageScope } from '../../save/stage-form.ts';
import type { IterationRange, LoadSavedLightgbm, SavedLightgbm } from '../../saved-boosters.ts';

/** What a stage of SynapseML holds. */
export interface LightgbmStage {
  readonly model: SavedLightgbm;
  readonly range: IterationRange;
  readonly thresholds: Float64Array | undefined;
  readonly params: Params;
}

export function savedLightgbm(stage: SavedStage, { boosters }: StageScope, isClassifier: boolean): LightgbmStage {
  const { text, params } = readLightgbmParts(stage, isClassifier);
  if (params.string('featuresShapCol', '') !== '')
    throw stage.unsupported('contributions of features (featuresShapCol) are not made');
  if (boosters.lightgbm === undefined) throw stage.unsupported('no reader of LightGBM models was given');
  const model = loadModel(stage, text, boosters.lightgbm);
  return {
    model,
    range: iterationsOf(params),
    thresholds: thresholdsOf(stage, params, model.booster.outputCount),
    params,
  };
}

/** A binary model counts as one class, so that it can have no thresholds. Source: SynapseML `LightGBMClassificationModel.transform`. */
function thresholdsOf(stage: SavedStage, params: Params, outputCount: number): Float64Array | undefined {
  const thresholds = params.numbers('thresholds', []);
  const classCount = params.integer('actualNumClasses', outputCount);
  if (thresholds.length === 0) return undefined;
  if (thresholds.length !== classCount || classCount < 2)
    throw stage.bad(`has ${thresholds.length} thresholds and counts ${classCount} classes, which SynapseML refuses`);
  return Float64Array.from(thresholds);
}

/** A number of iterations that is not above 0 stands for all of them. Source: LightGBM `GBDT::InitPredict`. */
function iterationsOf(params: Params): IterationRange {
  const iterations = params.integer('numIterations', 0);
  const firstIteration = params.integer('startIteration', 0);
  return { firstIteration, ...present({ iterations: iterations > 0 ? iterations : undefined }) };
}

function loadModel(stage: SavedStage, text: string, load: LoadSavedLightgbm): SavedLightgbm {
  try {
    return load(text);
  } catch (error) {
    if (error instanceof ScoringError) throw stage.bad(`its booster: ${error.message}`);
    throw error;
  }
}
