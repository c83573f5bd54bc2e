import { scalar } from '../../../frame/data-type.ts';
import { own } from '../../../util/own.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { dotRow, weightsOf } from '../../plan/dot-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { glmFamilies, glmLinks, type MeanCurve, tweedieCurve } from './glm-families.ts';

interface GeneralizedLinearRegression {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly mean: MeanCurve;
  /** The family and link by name, except for tweedie's. */
  readonly names?: GlmNames;
  readonly hasOffset?: boolean;
}

interface GlmNames {
  readonly family: string;
  readonly link: string;
}

/**
 * `generalized_linear_regression`: the link's inverse of x * c + b (+ offset, which only Spark has; null where that is), brought into
 * the family's range. The tweedie family and power links, whose parameters a bundle does not hold, are refused there, as by MLeap.
 * Source: MLeap `GeneralizedLinearRegressionModel.scala`, Spark `GeneralizedLinearRegression.Family`, `Link`.
 */
export const generalizedLinearRegression = operator<GeneralizedLinearRegression>({
  op: 'generalized_linear_regression',
  bundle: {
    read: (attributes) => ({
      coefficients: attributes.weights('coefficients'),
      intercept: attributes.number('intercept'),
      mean: readMean(attributes),
    }),
  },
  write: ({ coefficients, intercept, names, hasOffset }, { refuse }) => {
    if (names === undefined) throw refuse('has no tweedie family');
    if (hasOffset === true) throw refuse('has no offset');
    return {
      attributes: {
        coefficients: bundleValue.vector(coefficients),
        intercept: bundleValue.double(intercept),
        family: bundleValue.string(names.family),
        link: bundleValue.string(names.link),
      },
    };
  },
  spark: {
    classes: ['GeneralizedLinearRegressionModel'],
    read: (stage, { columns }) => {
      const cell = stage.cell();
      const coefficients = cell.vector('coefficients');
      const features = featuresPort(stage.params, columns);
      const info = { type: scalar('double') };
      const outputs = outputPorts(stage.params, columns, [
        { port: 'prediction', param: 'predictionCol', info },
        { port: 'link_prediction', param: 'linkPredictionCol', info },
      ]);
      const offset = stage.params.string('offsetCol', '');
      const parameters = {
        coefficients,
        intercept: cell.number('intercept'),
        ...savedMean(stage),
        hasOffset: offset !== '',
      };
      const inputs = offset === '' ? features : { ...features, offset: columns.read(offset) };
      return [{ parameters, inputs, outputs }];
    },
  },
  compile({ coefficients, intercept, mean: { unlink, project } }, ports, context) {
    const weights = weightsOf(coefficients);
    const size = coefficients.length;
    const input = ports.vectors('features', size);
    const offset = ports.hasInput('offset') ? ports.numbers('offset') : undefined;
    const prediction = ports.outputNumbers('prediction');
    const linkPrediction = ports.outputNumbers('link_prediction');
    const each = (row: number) => {
      if (offset?.isNull(row) === true) {
        linkPrediction.setNull(row);
        prediction.setNull(row);
        return;
      }
      const eta = dotRow(input, row, weights) + intercept + (offset?.values[row] ?? 0);
      linkPrediction.values[row] = eta;
      prediction.values[row] = project(unlink(eta));
    };
    const loop = eachVector(context, { input, size }, { each, empty: () => {} });
    return (rowCount) => {
      prediction.reserve(rowCount);
      linkPrediction.reserve(rowCount);
      loop(rowCount);
    };
  },
});

function readMean(attributes: Attributes): MeanCurve {
  const name = attributes.string('family');
  const family = own(glmFamilies, name);
  if (family === undefined)
    throw attributes.bad(`has the family "${name}"; a bundle can hold ${Object.keys(glmFamilies).join(', ')}`);
  const link = attributes.string('link', '') || family.link;
  const unlink = own(glmLinks, link);
  if (unlink === undefined)
    throw attributes.bad(`has the link "${link}"; a bundle can hold ${Object.keys(glmLinks).join(', ')}`);
  return { unlink, project: family.project };
}

/** The link stands among the parameters; without one it is the family's canonical link. */
function savedMean(stage: SavedStage): Pick<GeneralizedLinearRegression, 'mean' | 'names'> {
  const { params } = stage;
  const name = params.string('family', 'gaussian').toLowerCase();
  if (name === 'tweedie') {
    const variancePower = params.number('variancePower', 0);
    const linkPower = params.has('linkPower') ? params.number('linkPower') : 1 - variancePower;
    return { mean: tweedieCurve(variancePower, linkPower) };
  }
  const family = own(glmFamilies, name);
  if (family === undefined) throw stage.bad(`has the unknown family "${name}"`);
  const link = params.string('link', '').toLowerCase() || family.link;
  const unlink = own(glmLinks, link);
  if (unlink === undefined) throw stage.bad(`has the unknown link "${link}"`);
  return { mean: { unlink, project: family.project }, names: { family: name, link } };
}
