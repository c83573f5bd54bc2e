import type { ModelParts } from '../../save/node.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { readTree, readTrees, readTreeWeights } from '../../save/tree-records.ts';

/** The model of a classifier stage; `classCount` also tells the size of its raw predictions. */
export interface ClassifierParts {
  readonly parts: ModelParts;
  readonly classCount: number;
}

type ReadParts = (stage: SavedStage) => ClassifierParts;

/** The classifiers that are read, by class: as stages of their own, and as members of one-vs-rest. */
export const classifierParts: Readonly<Record<string, ReadParts>> = {
  LogisticRegressionModel: readLogisticRegression,
  LinearSVCModel: (stage) => {
    const cell = stage.cell();
    const attributes = {
      coefficients: cell.vector('coefficients'),
      intercept: cell.number('intercept'),
      threshold: stage.params.number('threshold', 0),
    };
    return { parts: { op: 'linear_svc', attributes }, classCount: 2 };
  },
  NaiveBayesModel: (stage) => {
    const cell = stage.cell();
    const theta = cell.matrix('theta');
    const sigma = cell.has('sigma') ? cell.matrix('sigma').values : new Float64Array(0);
    const attributes = {
      num_classes: theta.rowCount,
      num_features: theta.columnCount,
      pi: cell.vector('pi'),
      theta: theta.values,
      sigma: sigma.length === 0 ? undefined : sigma,
      model_type: stage.params.string('modelType', 'multinomial'),
      thresholds: thresholdsOf(stage),
      takes_negative: stage.isBefore(3),
    };
    return { parts: { op: 'naive_bayes', attributes }, classCount: theta.rowCount };
  },
  MultilayerPerceptronClassificationModel: (stage) => {
    const cell = stage.cell();
    // Up to Spark 2.4 the layers stand in the data, later among the parameters.
    const layers = cell.has('layers') ? [...cell.numbers('layers')] : stage.params.numbers('layers');
    const attributes = { layers, weights: cell.vector('weights'), thresholds: thresholdsOf(stage) };
    return { parts: { op: 'multi_layer_perceptron_classifier', attributes }, classCount: layers.at(-1) ?? 0 };
  },
  DecisionTreeClassificationModel: (stage) => {
    const classCount = stage.count('numClasses');
    const trees = readTree(stage, (node) => [...node.numbers('impurityStats')]);
    return { parts: { op: 'decision_tree_classifier', attributes: treeAttributes(stage), trees }, classCount };
  },
  RandomForestClassificationModel: (stage) => {
    const trees = readTrees(stage, (node) => [...node.numbers('impurityStats')]);
    const { parts, classCount } = { parts: treeAttributes(stage), classCount: stage.count('numClasses') };
    return { parts: ensemble('random_forest_classifier', parts, trees), classCount };
  },
  GBTClassificationModel: (stage) => {
    const trees = readTrees(stage, (node) => [node.number('prediction')]);
    const attributes = { ...treeAttributes(stage), num_classes: 2, tree_weights: readTreeWeights(stage) };
    return { parts: ensemble('gbt_classifier', attributes, trees), classCount: 2 };
  },
};

/** An ensemble keeps each tree in a folder of its own. */
export function ensemble(
  op: string,
  attributes: ModelParts['attributes'],
  trees: readonly NonNullable<ModelParts['trees']>[],
): ModelParts {
  const names = trees.map((_, at) => `tree${at}`);
  const folders = Object.fromEntries(
    trees.map((tree, at) => [`tree${at}`, { op: 'tree', attributes: {}, trees: tree }]),
  );
  return { op, attributes: { ...attributes, trees: names }, folders };
}

function treeAttributes(stage: SavedStage): ModelParts['attributes'] {
  const { numClasses } = stage.metadata.fields;
  return {
    num_features: stage.count('numFeatures'),
    num_classes: typeof numClasses === 'number' ? numClasses : undefined,
    thresholds: thresholdsOf(stage),
  };
}

function thresholdsOf(stage: SavedStage): readonly number[] | undefined {
  const thresholds = stage.params.numbers('thresholds', []);
  return thresholds.length === 0 ? undefined : thresholds;
}

/**
 * Binomial models have one line of coefficients, multinomial ones (also of two classes) a line a class. Two `thresholds` stand
 * for one `threshold`. Source: Spark `LogisticRegressionModel`; up to 2.0 the data hold `coefficients` and `intercept`.
 */
function readLogisticRegression(stage: SavedStage): ClassifierParts {
  const cell = stage.cell();
  const classCount = cell.number('numClasses');
  const thresholds = thresholdsOf(stage);
  if (cell.has('isMultinomial') && cell.boolean('isMultinomial')) {
    const attributes = {
      num_classes: classCount,
      coefficient_matrix: cell.matrix('coefficientMatrix'),
      sparse_coefficients: cell.isSparse('coefficientMatrix'),
      intercept_vector: cell.vector('interceptVector'),
      thresholds,
    };
    return { parts: { op: 'logistic_regression', attributes }, classCount };
  }
  const [first = 0, second = 0] = thresholds ?? [];
  const isOld = cell.has('coefficients');
  const attributes = {
    num_classes: 2,
    coefficients: isOld ? cell.vector('coefficients') : cell.matrix('coefficientMatrix').values,
    sparse_coefficients: cell.isSparse(isOld ? 'coefficients' : 'coefficientMatrix'),
    intercept: cell.has('intercept') ? cell.number('intercept') : (cell.vector('interceptVector')[0] ?? 0),
    threshold: thresholds === undefined ? stage.params.number('threshold', 0.5) : 1 / (1 + first / second),
  };
  return { parts: { op: 'logistic_regression', attributes }, classCount: 2 };
}
