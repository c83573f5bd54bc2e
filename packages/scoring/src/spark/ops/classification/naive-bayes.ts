import { own } from '../../../util/own.ts';
import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { argmax } from './argmax.ts';
import { type Bayes, bayesScores } from './bayes-scores.ts';
import { classifierOperator, type SavedClassifier } from './classifier-operator.ts';
import { savedThresholds } from './saved-thresholds.ts';
import { thresholdRule } from './threshold-rule.ts';
import { writeThresholds } from './write-thresholds.ts';

interface NaiveBayes extends Bayes {
  readonly modelType: string;
  readonly thresholds: Float64Array | undefined;
}

/**
 * `naive_bayes`: multinomial and Bernoulli as MLeap has them, gaussian and complement as in Spark (MLeap cannot load
 * those). Source: MLeap `NaiveBayesModel.scala`, Spark 4.1 `NaiveBayesModel`.
 */
export const naiveBayes = classifierOperator<NaiveBayes>({
  op: 'naive_bayes',
  bundle: { read: readAttributes },
  write: ({ classCount, featureCount, pi, theta, modelType, thresholds }, { refuse }) => {
    const type = modelType.toLowerCase();
    if (type !== 'multinomial' && type !== 'bernoulli') throw refuse(`has no naive Bayes of the type "${type}"`);
    return {
      attributes: {
        num_features: bundleValue.long(featureCount),
        num_classes: bundleValue.long(classCount),
        pi: bundleValue.vector(pi),
        theta: bundleValue.matrix(theta, classCount, featureCount),
        sigma: bundleValue.matrix([], 0, 0),
        model_type: bundleValue.string(type),
        ...present({ thresholds: writeThresholds(thresholds) }),
      },
    };
  },
  spark: { className: 'NaiveBayesModel', read: readStage },
  make(model, context) {
    const { classCount, featureCount, theta, pi, sigma, modelType, thresholds } = model;
    if (theta.length !== classCount * featureCount)
      throw context.bad(`has ${theta.length} numbers theta for ${classCount} x ${featureCount}`);
    if (pi.length !== classCount) throw context.bad(`has ${pi.length} numbers pi for ${classCount} classes`);
    const type = modelType.toLowerCase();
    const build = own(bayesScores, type);
    if (build === undefined) throw context.bad(`has the unknown model type "${type}"`);
    if (type === 'gaussian' && sigma.length !== theta.length) throw context.bad('has no variances (sigma)');
    const fromProbability = thresholdRule({ thresholds, classCount }, context);
    const viaProbability = (raw: Float64Array) => {
      const probability = raw.slice();
      expNormalize(probability);
      return fromProbability(probability);
    };
    return {
      classCount,
      featureCount,
      // MLeap's multinomial takes any value.
      score: build({ ...model, takesNegative: model.takesNegative || context.semantics === 'mleap' }),
      toProbability: expNormalize,
      fromProbability,
      fromRaw: thresholds === undefined ? argmax : viaProbability,
    };
  },
});

function readAttributes(attributes: Attributes): NaiveBayes {
  const classCount = attributes.classCount();
  return {
    classCount,
    featureCount: attributes.integer('num_features'),
    theta: attributes.numbers('theta'),
    pi: attributes.numbers('pi', new Float64Array(classCount)),
    sigma: attributes.numbers('sigma', new Float64Array(0)),
    modelType: attributes.string('model_type'),
    thresholds: attributes.optionalNumbers('thresholds'),
    takesNegative: false,
  };
}

function readStage(stage: SavedStage): SavedClassifier<NaiveBayes> {
  const cell = stage.cell();
  const theta = cell.matrix('theta');
  const parameters: NaiveBayes = {
    classCount: theta.rowCount,
    featureCount: theta.columnCount,
    theta: theta.values,
    pi: cell.vector('pi'),
    sigma: cell.has('sigma') ? cell.matrix('sigma').values : new Float64Array(0),
    modelType: stage.params.string('modelType', 'multinomial'),
    thresholds: savedThresholds(stage),
    takesNegative: stage.isBefore(3),
  };
  return { parameters, classCount: theta.rowCount, featureCount: theta.columnCount };
}

/** e^(x - max) over their sum. */
function expNormalize(raw: Float64Array): void {
  const max = raw[argmax(raw)];
  let sum = 0;
  for (let at = 0; at < raw.length; at++) {
    raw[at] = Math.exp(raw[at] - max);
    sum += raw[at];
  }
  for (let at = 0; at < raw.length; at++) raw[at] /= sum;
}
