import { normalCdfByErf } from '../../../math/normal-cdf.ts';

type Curve = (value: number) => number;

/** A family of the exponential dispersion models: its canonical link, and the range that its means are brought into. */
export interface GlmFamily {
  readonly link: string;
  readonly project: Curve;
}

const EPSILON = 1e-16;

/** Means of any sign, kept finite. */
export const projectReal: Curve = (mean) =>
  mean === Infinity ? Number.MAX_VALUE : mean === -Infinity ? -Number.MAX_VALUE : mean;
/** Means above zero, kept finite. */
export const projectPositive: Curve = (mean) =>
  mean < EPSILON ? EPSILON : mean === Infinity ? Number.MAX_VALUE : mean;
const projectShare: Curve = (mean) => (mean < EPSILON ? EPSILON : mean > 1 - EPSILON ? 1 - EPSILON : mean);

/** Families by name. Source: Spark 4.1 `GeneralizedLinearRegression.Family`, which MLeap's model uses. */
export const glmFamilies: Readonly<Record<string, GlmFamily>> = {
  gaussian: { link: 'identity', project: projectReal },
  binomial: { link: 'logit', project: projectShare },
  poisson: { link: 'log', project: projectPositive },
  gamma: { link: 'inverse', project: projectPositive },
};

/** Inverses of the links by name: the mean of a linear predictor. Source: Spark 4.1 `GeneralizedLinearRegression.Link`. */
export const glmLinks: Readonly<Record<string, Curve>> = {
  identity: (eta) => eta,
  log: Math.exp,
  inverse: (eta) => 1 / eta,
  logit: (eta) => 1 / (1 + Math.exp(-eta)),
  probit: normalCdfByErf,
  cloglog: (eta) => 1 - Math.exp(-Math.exp(eta)),
  sqrt: (eta) => eta * eta,
};
