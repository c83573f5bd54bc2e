import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { glmFamilies, glmLinks, projectPositive, projectReal } from '../regression/glm-families.ts';
import { dotRow, eachVector } from '../../plan/old-map-vectors.ts';
import { own } from '../../../util/own.ts';

/**
 * `generalized_linear_regression` of a saved stage, tweedie and power links included: the link's inverse of
 * x * c + b (+ offset; null where that is), brought into the family's range. Source: Spark `GeneralizedLinearRegression.Family`, `Link`.
 */
export const sparkGeneralizedLinearRegression: Op = {
  name: 'generalized_linear_regression',
  compile(context) {
    const { attributes } = context;
    const coefficients = attributes.numbers('coefficients');
    const intercept = attributes.number('intercept');
    const { unlink, project } = readFamily(context);
    const input = context.vectors('features', coefficients.length);
    const offset = context.hasInput('offset') ? context.numbers('offset') : undefined;
    const prediction = context.outputNumbers('prediction');
    const linkPrediction = context.outputNumbers('link_prediction');
    const each = (row: number) => {
      if (offset?.isNull(row) === true) {
        linkPrediction.setNull(row);
        prediction.setNull(row);
        return;
      }
      const eta = dotRow(input, row, coefficients) + intercept + (offset?.values[row] ?? 0);
      linkPrediction.values[row] = eta;
      prediction.values[row] = project(unlink(eta));
    };
    const loop = eachVector(context, input, each, () => {}, coefficients.length);
    return (rowCount) => {
      prediction.reserve(rowCount);
      linkPrediction.reserve(rowCount);
      loop(rowCount);
    };
  },
};

type Curve = (value: number) => number;

/** Tweedie of power 0, 1 and 2 is gaussian, poisson and gamma; its link is a power, by default 1 - variance power. */
function readFamily(context: NodeContext): { readonly unlink: Curve; readonly project: Curve } {
  const { attributes } = context;
  const name = attributes.string('family');
  if (name === 'tweedie') {
    const variancePower = attributes.number('variance_power', 0);
    const linkPower = attributes.has('link_power') ? attributes.number('link_power') : 1 - variancePower;
    return { unlink: powerInverse(linkPower), project: variancePower === 0 ? projectReal : projectPositive };
  }
  const family = own(glmFamilies, name);
  if (family === undefined) throw context.bad(`has the unknown family "${name}"`);
  const link = attributes.string('link', '') || family.link;
  const unlink = own(glmLinks, link);
  if (unlink === undefined) throw context.bad(`has the unknown link "${link}"`);
  return { unlink, project: family.project };
}

function powerInverse(power: number): Curve {
  if (power === 0) return Math.exp;
  if (power === 1) return (eta) => eta;
  if (power === -1) return (eta) => 1 / eta;
  return power === 0.5 ? (eta) => eta * eta : (eta) => eta ** (1 / power);
}
