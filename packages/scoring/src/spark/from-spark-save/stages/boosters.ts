import { list, scalar, vector } from '../../../frame/data-type.ts';
import type { PlanNode } from '../../plan/plan-node.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { Mapping, StageTable } from '../../save/map-stage.ts';
import { makeNode } from '../../save/node.ts';
import type { SavedStage } from '../../save/saved-stage.ts';

/** The stages of XGBoost4J-Spark. */
export const boosters: StageTable = {
  XGBoostClassificationModel: (stage, mapping) => {
    const { bytes, featureCount, outputCount } = findBooster(stage, mapping);
    const classCount = Math.max(2, outputCount);
    const outputs = predictionColumns(stage, mapping, {
      rawPredictionCol: { port: 'raw_prediction', type: vector(classCount) },
      probabilityCol: { port: 'probability', type: vector(classCount) },
      predictionCol: { port: 'prediction', type: scalar('double') },
      leafPredictionCol: { port: 'leaf_prediction', type: list('double') },
    });
    const attributes = { num_classes: classCount, num_features: featureCount };
    return [boosterNode(stage, mapping, { op: 'xgboost.classifier', bytes, attributes, outputs })];
  },
  XGBoostRegressionModel: (stage, mapping) => {
    const { bytes, featureCount } = findBooster(stage, mapping);
    const outputs = predictionColumns(stage, mapping, {
      predictionCol: { port: 'prediction', type: scalar('double') },
      leafPredictionCol: { port: 'leaf_prediction', type: list('double') },
    });
    const attributes = { num_features: featureCount };
    return [boosterNode(stage, mapping, { op: 'xgboost.regression', bytes, attributes, outputs })];
  },
};

/**
 * The booster is the one file below `data/`, in any of XGBoost's formats; up to 2.0 the number of classes stands in four bytes
 * before that of a classifier. Source: XGBoost4J-Spark 0.90 to 2.0, `XGBoostClassificationModelWriter`.
 */
function findBooster(stage: SavedStage, { boosters: { xgboost: load } }: Mapping) {
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

type Columns = Readonly<Record<string, { readonly port: string; readonly type: ReturnType<typeof vector> }>>;

function predictionColumns(stage: SavedStage, { columns }: Mapping, wanted: Columns): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [param, { port, type }] of Object.entries(wanted)) {
    const name = stage.params.string(param, '');
    if (name !== '') outputs[port] = columns.write(name, { type });
  }
  return outputs;
}

interface BoosterParts {
  readonly op: string;
  readonly bytes: Uint8Array;
  readonly attributes: Readonly<Record<string, number>>;
  readonly outputs: Record<string, string>;
}

function boosterNode(stage: SavedStage, { columns }: Mapping, parts: BoosterParts): PlanNode {
  if (stage.params.string('contribPredictionCol', '') !== '') {
    throw stage.unsupported('contributions of features (contribPredictionCol) are not made');
  }
  const features = columns.read(stage.params.string('featuresCol', 'features'));
  const attributes = { ...parts.attributes, tree_limit: stage.params.integer('treeLimit', 0) };
  const files = new Map([['xgboost.model', parts.bytes]]);
  return makeNode(stage, { op: parts.op, attributes, files }, { features }, parts.outputs);
}
