import { scalar, vector } from '../../../frame/data-type.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode, type ModelParts } from '../../save/node.ts';
import { sparkGeneralizedLinearRegression } from '../../ops/spark-only/generalized-linear-regression.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { readTree, readTrees, readTreeWeights } from '../../save/tree-records.ts';
import { ensemble } from './classifier-parts.ts';
import { treeColumns } from './tree-columns.ts';

/** The regressions. */
export const regressors: StageTable = {
  LinearRegressionModel: regress((stage) => {
    const cell = stage.cell();
    return {
      op: 'linear_regression',
      attributes: {
        coefficients: cell.vector('coefficients'),
        sparse_coefficients: cell.isSparse('coefficients'),
        intercept: cell.number('intercept'),
      },
    };
  }),
  DecisionTreeRegressionModel: regress((stage) => ({
    op: 'decision_tree_regression',
    attributes: { num_features: stage.count('numFeatures') },
    trees: readTree(stage, (node) => [node.number('prediction')]),
  })),
  RandomForestRegressionModel: regress((stage) => {
    const trees = readTrees(stage, (node) => [node.number('prediction')]);
    return ensemble('random_forest_regression', { num_features: stage.count('numFeatures') }, trees);
  }),
  GBTRegressionModel: regress((stage) => {
    const trees = readTrees(stage, (node) => [node.number('prediction')]);
    const attributes = { num_features: stage.count('numFeatures'), tree_weights: readTreeWeights(stage) };
    return ensemble('gbt_regression', attributes, trees);
  }),
  GeneralizedLinearRegressionModel: regressGeneralized,
  IsotonicRegressionModel: (stage, { columns }) => {
    const cell = stage.cell();
    const name = stage.params.string('featuresCol', 'features');
    const isVector = columns.info(name).type?.shape === 'tensor';
    const attributes = {
      boundaries: cell.numbersOrVector('boundaries'),
      predictions: cell.numbersOrVector('predictions'),
      feature_index: isVector ? stage.params.integer('featureIndex', 0) : undefined,
    };
    const features = columns.read(name);
    const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('double') });
    return [makeNode(stage, { op: 'isotonic_regression', attributes }, { features }, { prediction })];
  },
  AFTSurvivalRegressionModel: (stage, { columns }) => {
    const cell = stage.cell();
    const probabilities = stage.params.numbers('quantileProbabilities', []);
    const attributes = {
      coefficients: cell.vector('coefficients'),
      intercept: cell.number('intercept'),
      scale: cell.number('scale'),
      quantile_probabilities: probabilities,
    };
    const features = columns.read(stage.params.string('featuresCol', 'features'));
    const outputs: Record<string, string> = {};
    const quantiles = stage.params.string('quantilesCol', '');
    const size = probabilities.length;
    if (quantiles !== '') outputs['quantiles'] = columns.write(quantiles, { type: vector(size), size });
    outputs['prediction'] = columns.write(stage.params.string('predictionCol'), { type: scalar('double') });
    return [makeNode(stage, { op: 'aft_survival_regression', attributes }, { features }, outputs)];
  },
};

function regress(read: (stage: SavedStage) => ModelParts): MapStage {
  return (stage, mapping) => {
    const features = mapping.columns.read(stage.params.string('featuresCol', 'features'));
    const name = stage.params.string('predictionCol', 'prediction');
    if (name === '') return treeColumns(stage, mapping);
    const prediction = mapping.columns.write(name, { type: scalar('double') });
    return [makeNode(stage, read(stage), { features }, { prediction }), ...treeColumns(stage, mapping)];
  };
}

/** The link stands among the parameters; without one it is the family's canonical link. */
function regressGeneralized(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const cell = stage.cell();
  const { params } = stage;
  const attributes = {
    coefficients: cell.vector('coefficients'),
    intercept: cell.number('intercept'),
    family: params.string('family', 'gaussian').toLowerCase(),
    link: params.string('link', '').toLowerCase(),
    variance_power: params.number('variancePower', 0),
    link_power: params.has('linkPower') ? params.number('linkPower') : undefined,
  };
  const features = columns.read(params.string('featuresCol', 'features'));
  const outputs: Record<string, string> = {};
  const ports = { predictionCol: 'prediction', linkPredictionCol: 'link_prediction' };
  for (const [param, port] of Object.entries(ports)) {
    const name = params.string(param, '');
    if (name !== '') outputs[port] = columns.write(name, { type: scalar('double') });
  }
  const offset = params.string('offsetCol', '');
  const inputs = offset === '' ? { features } : { features, offset: columns.read(offset) };
  const op = 'generalized_linear_regression';
  return [makeNode(stage, { op, attributes }, inputs, outputs, sparkGeneralizedLinearRegression)];
}
