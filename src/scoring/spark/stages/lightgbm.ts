import { scalar, vector } from '../../frame/data-type.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type JavaObject, type JavaValue, readJavaObject } from '../java/read-java-object.ts';
import type { MapStage, StageTable } from '../map-stage.ts';
import { makeNode } from '../node.ts';
import { lightgbmOp } from '../ops/lightgbm.ts';
import type { LoadSavedLightgbm, SavedLightgbm } from '../saved-boosters.ts';
import type { SavedStage } from '../saved-stage.ts';

/** LightGBM's models of SynapseML, and of MMLSpark as it was called before. */
export const lightgbm: StageTable = {
  LightGBMClassificationModel: predict(true),
  LightGBMRegressionModel: predict(false),
  LightGBMRankerModel: predict(false),
};

function predict(isClassifier: boolean): MapStage {
  return (stage, { columns, boosters }) => {
    if (stage.params.string('featuresShapCol', '') !== '')
      throw stage.unsupported('contributions of features (featuresShapCol) are not made');
    if (boosters.lightgbm === undefined) throw stage.unsupported('no reader of LightGBM models was given');
    const model = loadModel(stage, boosters.lightgbm);
    const { outputCount, trees } = model.booster;
    const classCount = Math.max(2, outputCount);
    const features = columns.read(stage.params.string('featuresCol', 'features'));
    const outputs: Record<string, string> = {};
    const write = (param: string, port: string, size?: number) => {
      const name = stage.params.string(param, '');
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
    const attributes = thresholdsOf(stage, outputCount);
    const op = lightgbmOp({ model, range: iterationsOf(stage), isClassifier });
    return [makeNode(stage, { op: 'lightgbm', attributes }, { features }, outputs, op)];
  };
}

/** A binary model counts as one class, so that it can have no thresholds. Source: SynapseML `LightGBMClassificationModel.transform`. */
function thresholdsOf(stage: SavedStage, outputCount: number) {
  const thresholds = stage.params.numbers('thresholds', []);
  const classCount = stage.params.integer('actualNumClasses', outputCount);
  if (thresholds.length === 0) return {};
  if (thresholds.length !== classCount || classCount < 2)
    throw stage.bad(`has ${thresholds.length} thresholds and counts ${classCount} classes, which SynapseML refuses`);
  return { thresholds };
}

/** A number of iterations that is not above 0 stands for all of them. Source: LightGBM `GBDT::InitPredict`. */
function iterationsOf(stage: SavedStage) {
  const iterations = stage.params.integer('numIterations', 0);
  const firstIteration = stage.params.integer('startIteration', 0);
  return { firstIteration, ...(iterations > 0 ? { iterations } : {}) };
}

const boosterFile = 'complexParams/lightGBMBooster';

/**
 * The booster is a Java object of its own class that holds the text of the model. Source: `ComplexParamsSerializer` and
 * `LightGBMBooster` of SynapseML 0.9 to 1.0.
 */
function loadModel(stage: SavedStage, load: LoadSavedLightgbm): SavedLightgbm {
  if (!stage.hasFile(boosterFile))
    throw stage.unsupported(`there is no ${boosterFile}; what SynapseML 0.9 and later saved is read`);
  const text = readModelText(stage);
  try {
    return load(text);
  } catch (error) {
    if (error instanceof ScoringError) throw stage.bad(`${boosterFile}: ${error.message}`);
    throw error;
  }
}

function readModelText(stage: SavedStage): string {
  const text = textOf(readBooster(stage)?.fields.get('modelStr') ?? null);
  if (text === undefined)
    throw stage.unsupported(`${boosterFile} holds no booster with the text of its model (modelStr)`);
  return text;
}

function readBooster(stage: SavedStage): JavaObject | undefined {
  try {
    const value = readJavaObject(stage.file(boosterFile));
    return isObject(value) ? value : undefined;
  } catch (error) {
    throw stage.bad(`${boosterFile}: ${(error as Error).message}`);
  }
}

/** A text, or one in Scala's `Some`, whose field is `value`, and `x` up to Scala 2.11. */
function textOf(value: JavaValue): string | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value) || value.className !== 'scala.Some') return undefined;
  const inside = value.fields.get('value') ?? value.fields.get('x');
  return typeof inside === 'string' ? inside : undefined;
}

function isObject(value: JavaValue): value is JavaObject {
  return typeof value === 'object' && value !== null && 'className' in value;
}
