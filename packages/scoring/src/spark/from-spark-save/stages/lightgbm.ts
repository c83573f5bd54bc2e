import { present } from '../../../util/present.ts';
import { scalar, vector } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode } from '../../save/node.ts';
import { lightgbmOp } from '../../ops/spark-only/lightgbm.ts';
import type { LoadSavedLightgbm, SavedLightgbm } from '../../saved-boosters.ts';
import type { Params } from '../../save/params.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { readLightgbmParts } from '../../save/lightgbm-parts.ts';

/** LightGBM's models of SynapseML, and of MMLSpark as it was called before. */
export const lightgbm: StageTable = {
  LightGBMClassificationModel: predict(true),
  LightGBMRegressionModel: predict(false),
  LightGBMRankerModel: predict(false),
};

function predict(isClassifier: boolean): MapStage {
  return (stage, { columns, boosters }) => {
    const { text, params } = readLightgbmParts(stage, isClassifier);
    if (params.string('featuresShapCol', '') !== '')
      throw stage.unsupported('contributions of features (featuresShapCol) are not made');
    if (boosters.lightgbm === undefined) throw stage.unsupported('no reader of LightGBM models was given');
    const model = loadModel(stage, text, boosters.lightgbm);
    const { outputCount, trees } = model.booster;
    const classCount = Math.max(2, outputCount);
    const features = columns.read(params.string('featuresCol', 'features'));
    const outputs: Record<string, string> = {};
    const write = (param: string, port: string, size?: number) => {
      const name = params.string(param, '');
      if (name === '') return;
      outputs[port] = columns.write(
        name,
        size === undefined ? { type: scalar('double') } : { type: vector(size), size },
      );
    };
    if (isClassifier) {
      write('rawPredictionCol', 'raw_prediction', classCount);
      write('probabilityCol', 'probability', classCount);
    }
    write('predictionCol', 'prediction');
    write('leafPredictionCol', 'leaf_prediction', trees.length);
    const attributes = thresholdsOf(stage, params, outputCount);
    const op = lightgbmOp({ model, range: iterationsOf(params), isClassifier });
    return [makeNode(stage, { op: 'lightgbm', attributes }, { features }, outputs, op)];
  };
}

/** A binary model counts as one class, so that it can have no thresholds. Source: SynapseML `LightGBMClassificationModel.transform`. */
function thresholdsOf(stage: SavedStage, params: Params, outputCount: number) {
  const thresholds = params.numbers('thresholds', []);
  const classCount = params.integer('actualNumClasses', outputCount);
  if (thresholds.length === 0) return {};
  if (thresholds.length !== classCount || classCount < 2)
    throw stage.bad(`has ${thresholds.length} thresholds and counts ${classCount} classes, which SynapseML refuses`);
  return { thresholds };
}

/** A number of iterations that is not above 0 stands for all of them. Source: LightGBM `GBDT::InitPredict`. */
function iterationsOf(params: Params) {
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
