import type { Op } from '../../op.ts';
import { dotRow, eachVector } from '../../plan/old-map-vectors.ts';
import { glmFamilies, glmLinks } from './glm-families.ts';
import { own } from '../../../util/own.ts';

/**
 * `generalized_linear_regression`: the link's inverse of x * c + b, brought into the family's range. The tweedie family
 * and power links, whose parameters a bundle does not hold, are refused, as by MLeap.
 * Source: MLeap `GeneralizedLinearRegressionModel.scala`.
 */
export const generalizedLinearRegression: Op = {
  name: 'generalized_linear_regression',
  compile(context) {
    const { attributes } = context;
    const coefficients = attributes.weights('coefficients');
    const intercept = attributes.number('intercept');
    const familyName = attributes.string('family');
    const family = own(glmFamilies, familyName);
    if (family === undefined)
      throw context.bad(`has the family "${familyName}"; a bundle can hold ${Object.keys(glmFamilies).join(', ')}`);
    const linkName = attributes.string('link', '') || family.link;
    const unlink = own(glmLinks, linkName);
    if (unlink === undefined)
      throw context.bad(`has the link "${linkName}"; a bundle can hold ${Object.keys(glmLinks).join(', ')}`);
    const input = context.vectors('features', coefficients.length);
    const prediction = context.outputNumbers('prediction');
    const linkPrediction = context.outputNumbers('link_prediction');
    const each = (row: number) => {
      const eta = dotRow(input, row, coefficients) + intercept;
      linkPrediction.values[row] = eta;
      prediction.values[row] = family.project(unlink(eta));
    };
    const loop = eachVector(context, input, each, () => {}, coefficients.length);
    return (rowCount) => {
      prediction.reserve(rowCount);
      linkPrediction.reserve(rowCount);
      loop(rowCount);
    };
  },
};
