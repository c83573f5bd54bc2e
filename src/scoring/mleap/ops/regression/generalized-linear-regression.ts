import { normalCdfByErf } from '../../../math/normal-cdf.ts';
import type { Op } from '../../op.ts';
import { dotRow, eachVector } from '../../plan/map-vectors.ts';

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
    const family = Object.hasOwn(families, familyName) ? families[familyName] : undefined;
    if (family === undefined)
      throw context.bad(`has the family "${familyName}"; a bundle can hold ${Object.keys(families).join(', ')}`);
    const linkName = attributes.string('link', '') || family.link;
    const unlink = Object.hasOwn(links, linkName) ? links[linkName] : undefined;
    if (unlink === undefined)
      throw context.bad(`has the link "${linkName}"; a bundle can hold ${Object.keys(links).join(', ')}`);
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

interface Family {
  readonly link: string;
  readonly project: (mean: number) => number;
}

const EPSILON = 1e-16;

const positive = (mean: number) => (mean < EPSILON ? EPSILON : mean === Infinity ? Number.MAX_VALUE : mean);

const families: Readonly<Record<string, Family>> = {
  gaussian: {
    link: 'identity',
    project: (mean) => (mean === Infinity ? Number.MAX_VALUE : mean === -Infinity ? -Number.MAX_VALUE : mean),
  },
  binomial: {
    link: 'logit',
    project: (mean) => (mean < EPSILON ? EPSILON : mean > 1 - EPSILON ? 1 - EPSILON : mean),
  },
  poisson: { link: 'log', project: positive },
  gamma: { link: 'inverse', project: positive },
};

const links: Readonly<Record<string, (eta: number) => number>> = {
  identity: (eta) => eta,
  log: Math.exp,
  inverse: (eta) => 1 / eta,
  logit: (eta) => 1 / (1 + Math.exp(-eta)),
  probit: normalCdfByErf,
  cloglog: (eta) => 1 - Math.exp(-Math.exp(eta)),
  sqrt: (eta) => eta * eta,
};
